/**
 * Where the texts of one of our SVG figures stand, so that tests can see what is cut off or overlaps.
 * Reads what `renderSvg` writes: nested `g` elements with translate, rotate and scale.
 */

import { textWidth } from "dlrn/plot/text-width";

export interface TextBox {
  readonly text: string;
  /** In pixels of the page, after all transforms. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The 2 x 3 matrix [a b c d e f] of SVG: x' = ax + cy + e, y' = bx + dy + f. */
type Matrix = readonly [number, number, number, number, number, number];

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly TextBox[];
}

export function textBoxes(svg: string): Page {
  const [, , , width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg)!.map(Number);
  const stack: Matrix[] = [];
  const boxes: TextBox[] = [];
  const tokens = svg.matchAll(
    /<(\/?)(svg|g|text|tspan|path|rect|line|defs|clipPath)\b([^>]*?)(\/?)>([^<]*)/g,
  );
  let current: Record<string, string> | null = null;
  for (const [, closing, name, rest, empty, content] of tokens) {
    if (closing) {
      if (name === "text") current = null;
      stack.pop();
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    );
    const outer = stack.at(-1) ?? identity;
    const inner = stack.length === 0 ? identity : multiply(outer, ownMatrix(attributes));
    if (name === "text") current = attributes;
    if (name === "tspan" && current !== null) {
      const y: number = Number(current["y"] ?? 0) + Number(attributes["dy"] ?? 0);
      current = { ...current, y: String(y), x: attributes["x"] ?? current["x"] ?? "0" };
    }
    if (
      (name === "text" || name === "tspan") &&
      content!.trim() !== "" &&
      current!["opacity"] !== "0"
    )
      boxes.push(boxOf(plain(content!), current!, inner));
    if (!empty) stack.push(inner);
  }
  return { width: width!, height: height!, boxes };
}

/** Texts that leave the page, and pairs that overlap by more than `slack` pixels both ways. */
export function textFaults(svg: string, slack = 1): string[] {
  const { width, height, boxes } = textBoxes(svg);
  const faults = boxes
    .filter(
      (b) => b.left < -0.5 || b.right > width + 0.5 || b.top < -0.5 || b.bottom > height + 0.5,
    )
    .map(
      (b) =>
        `"${b.text}" leaves the page: ${Math.round(b.left)} to ${Math.round(b.right)} of ${width}`,
    );
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > slack && down > slack) faults.push(`"${a.text}" overlaps "${b.text}"`);
    }
  });
  return faults;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];

function boxOf(text: string, attributes: Record<string, string>, matrix: Matrix): TextBox {
  const size = Number.parseFloat(attributes["font-size"] ?? "11");
  const bold = attributes["font-weight"] === "bold" || Number(attributes["font-weight"]) >= 600;
  const width = textWidth(text, { size, bold });
  const x = Number(attributes["x"] ?? 0);
  const y = Number(attributes["y"] ?? 0);
  const anchor = attributes["text-anchor"] ?? "start";
  const left = x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
  // From the cap height above the baseline to the descent below it.
  const corners = [
    [left, y - 0.73 * size],
    [left + width, y - 0.73 * size],
    [left, y + 0.21 * size],
    [left + width, y + 0.21 * size],
  ].map(([px, py]) => [
    matrix[0] * px! + matrix[2] * py! + matrix[4],
    matrix[1] * px! + matrix[3] * py! + matrix[5],
  ]);
  const xs = corners.map(([px]) => px!);
  const ys = corners.map(([, py]) => py!);
  return {
    text,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function ownMatrix(attributes: Record<string, string>): Matrix {
  let matrix = identity;
  for (const [, kind, list] of (attributes["transform"] ?? "").matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0] = list!.split(/[ ,]+/).map(Number);
    if (kind === "translate") matrix = multiply(matrix, [1, 0, 0, 1, a, b]);
    else if (kind === "rotate") {
      const angle = (a * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      matrix = multiply(matrix, [cos, sin, -sin, cos, 0, 0]);
    } else if (kind === "scale") matrix = multiply(matrix, [a, 0, 0, b || a, 0, 0]);
    else throw new Error(`unknown transform ${kind}`);
  }
  return matrix;
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function plain(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .trim();
}
