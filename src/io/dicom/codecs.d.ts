/** The decoders carry no types of their own; this is the part of them that is used. */

interface CodecOptions {
  print(text: string): void;
  printErr(text: string): void;
}

interface CornerstoneDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  };
  delete(): void;
}

declare module "@cornerstonejs/codec-openjpeg" {
  const start: (options: CodecOptions) => Promise<{ J2KDecoder: new () => CornerstoneDecoder }>;
  export default start;
}

declare module "@cornerstonejs/codec-charls" {
  const start: (options: CodecOptions) => Promise<{ JpegLSDecoder: new () => CornerstoneDecoder }>;
  export default start;
}

declare module "@cornerstonejs/codec-libjpeg-turbo-8bit" {
  const start: (options: CodecOptions) => Promise<{ JPEGDecoder: new () => CornerstoneDecoder }>;
  export default start;
}

declare module "jpeg-lossless-decoder-js" {
  export class Decoder {
    decompress(buffer: ArrayBuffer): ArrayBuffer;
  }
}
