/**
 * Python's pickles, parsed and never executed.
 *
 * A pickle is a program that may call any function of Python. Here it is read as data: numbers, texts, tuples, lists and
 * dicts are built, and a name of Python may only be one of those that the caller allows, which then gives the value.
 * Everything else ends the reading before it could mean anything. Source: Python's `pickletools` (protocols 2 to 5).
 */

import { InputError } from "./input-error.js";

/** A value of a pickle: a plain one, a list or tuple as an array, a dict, or what the caller made. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Pickled[]
  | Map<Pickled, Pickled>
  | object;

export interface PickleRules {
  /** Names that may stand in the file, "module.name", with what a call of them gives; null if it is no function. */
  readonly names: ReadonlyMap<string, ((args: readonly Pickled[]) => Pickled) | null>;
  /** What stands for an object kept outside of the pickle. */
  persistent(id: Pickled): Pickled;
}

/** An allowed name that was not called. */
export class PickledName {
  constructor(readonly name: string) {}
}

const MARK: unique symbol = Symbol("mark");
type Item = Pickled | typeof MARK;

/**
 * One pickle.
 *
 * @param start where it begins
 * @returns its value, and where it ends: several may follow one another
 * @throws InputError if the pickle is truncated, or names anything that the rules do not allow
 */
export function readPickle(
  bytes: Uint8Array,
  start: number,
  rules: PickleRules,
  place: string,
): { value: Pickled; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: Item[] = [];
  const memo = new Map<number, Item>();
  let at = start;
  const broken = (): InputError =>
    new InputError("the pickle must be complete; it is truncated or damaged", place);
  const take = (length: number): number => {
    if (!(length >= 0) || at + length > bytes.length) throw broken();
    at += length;
    return at - length;
  };
  const text = (length: number): string => {
    const from = take(length);
    return new TextDecoder().decode(bytes.subarray(from, from + length));
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw broken();
    const words = text(end - at);
    at++;
    return words;
  };
  const pop = (): Pickled => {
    const item = stack.pop();
    if (item === undefined || item === MARK) throw broken();
    return item;
  };
  const popToMark = (): Pickled[] => {
    const from = stack.lastIndexOf(MARK);
    if (from < 0) throw broken();
    return stack.splice(from).slice(1) as Pickled[];
  };
  const top = (): Item => {
    if (stack.length === 0) throw broken();
    return stack[stack.length - 1];
  };
  const recall = (key: number): void => {
    if (!memo.has(key)) throw broken();
    stack.push(memo.get(key) as Item);
  };
  const listed = (items: readonly Pickled[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw broken();
    for (const item of items) list.push(item);
  };
  const entered = (items: readonly Pickled[]): void => {
    const dict = top();
    if (!(dict instanceof Map) || items.length % 2 === 1) throw broken();
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  };
  const named = (module: string, word: string): void => {
    const name = `${module}.${word}`;
    if (!rules.names.has(name))
      throw new InputError(
        `a pickle of weights must name tensors only; it names ${name}, which was not run; save the weights with torch.save(model.state_dict(), ...) or as .safetensors`,
        place,
      );
    stack.push(new PickledName(name));
  };
  const called = (): void => {
    const args = pop();
    const callee = pop();
    const make = callee instanceof PickledName ? rules.names.get(callee.name) : undefined;
    if (!make || !Array.isArray(args)) throw notTensors(place);
    stack.push(make(args));
  };
  const wholeNumber = (length: number): number | bigint => {
    const from = take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]);
    value = length === 0 ? 0n : BigInt.asIntN(8 * length, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  };

  for (;;) {
    const opcode = String.fromCharCode(bytes[take(1)]);
    if (opcode === ".") return { value: pop(), end: at };
    else if (opcode === "\x80") take(1);
    else if (opcode === "\x95") take(8);
    else if (opcode === "(") stack.push(MARK);
    else if (opcode === "0") stack.pop();
    else if (opcode === "N") stack.push(null);
    else if (opcode === "\x88" || opcode === "\x89") stack.push(opcode === "\x88");
    else if (opcode === "K") stack.push(view.getUint8(take(1)));
    else if (opcode === "M") stack.push(view.getUint16(take(2), true));
    else if (opcode === "J") stack.push(view.getInt32(take(4), true));
    else if (opcode === "G") stack.push(view.getFloat64(take(8)));
    else if (opcode === "\x8a") stack.push(wholeNumber(view.getUint8(take(1))));
    else if (opcode === "X" || opcode === "T") stack.push(text(view.getUint32(take(4), true)));
    else if (opcode === "\x8c" || opcode === "U") stack.push(text(view.getUint8(take(1))));
    else if (opcode === "B" || opcode === "C") {
      const length = opcode === "B" ? view.getUint32(take(4), true) : view.getUint8(take(1));
      const from = take(length);
      stack.push(bytes.slice(from, from + length));
    } else if (opcode === ")" || opcode === "]") stack.push([]);
    else if (opcode === "}") stack.push(new Map());
    else if (opcode === "t" || opcode === "l") stack.push(popToMark());
    else if (opcode === "\x85") stack.push([pop()]);
    else if (opcode === "\x86" || opcode === "\x87") {
      const items = [pop(), pop(), ...(opcode === "\x87" ? [pop()] : [])];
      stack.push(items.reverse());
    } else if (opcode === "a") {
      const item = pop();
      listed([item]);
    } else if (opcode === "e") listed(popToMark());
    else if (opcode === "s") {
      const value = pop();
      const key = pop();
      entered([key, value]);
    } else if (opcode === "u") entered(popToMark());
    else if (opcode === "q") memo.set(view.getUint8(take(1)), top());
    else if (opcode === "r") memo.set(view.getUint32(take(4), true), top());
    else if (opcode === "\x94") memo.set(memo.size, top());
    else if (opcode === "h") recall(view.getUint8(take(1)));
    else if (opcode === "j") recall(view.getUint32(take(4), true));
    else if (opcode === "c") named(line(), line());
    else if (opcode === "\x93") {
      const word = pop();
      named(String(pop()), String(word));
    } else if (opcode === "Q") stack.push(rules.persistent(pop()));
    else if (opcode === "R") called();
    else if (opcode === "b") {
      pop(); // attributes of an ordered dict, such as PyTorch's version of each module
      if (!(top() instanceof Map)) throw notTensors(place);
    } else throw notTensors(place);
  }
}

function notTensors(place: string): InputError {
  return new InputError(
    "a pickle of weights must hold tensors, numbers, texts, lists and dicts only; this one holds something else, which was not run; save the weights with torch.save(model.state_dict(), ...) or as .safetensors",
    place,
  );
}
