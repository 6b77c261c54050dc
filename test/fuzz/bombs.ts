import { WireWriter } from '../../src/core/onnx/file/wireWriter';

/** Small files that cost much: each makes something grow by the square, by doubling, or by depth. */
export interface Bomb {
  readonly name: string;
  /** @param size how many of the parts that matter */
  readonly make: (size: number) => Uint8Array;
}

type Part = Uint8Array;

type Field = readonly [number, Uint8Array | string | number];

const message = (...fields: readonly Field[]): Uint8Array => messageOf(fields);

function messageOf(fields: readonly Field[]): Uint8Array {
  const writer = new WireWriter();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.varint(number, value);
    else if (typeof value === 'string') writer.string(number, value);
    else writer.message(number, value);
  }
  return writer.finish();
}

function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...attributes: Part[]
): Part {
  return message(
    ...inputs.map((name) => [1, name] as const),
    ...outputs.map((name) => [2, name] as const),
    [4, op],
    ...attributes.map((attribute) => [5, attribute] as const),
  );
}

function model(nodes: readonly Part[], ...others: readonly (readonly [number, Part])[]): Uint8Array {
  const graph = messageOf([...nodes.map((each) => [1, each] as const), ...others]);
  return message([1, 8], [7, graph], [8, message([2, 17])]);
}

/** `count` nodes in a row from `x0` to `x{count}`. */
function chain(count: number, each: (from: string, to: string) => Part): Part[] {
  return Array.from({ length: count }, (_, index) => each(`x${index}`, `x${index + 1}`));
}

const attention = (scores: string, to: string): Part[] => [
  node('Softmax', [scores], [`${to}a`], message([1, 'axis'], [3, 3], [20, 2])),
  node('MatMul', [`${to}a`, 'v'], [to]),
];
const inputs = ['q', 'k', 'v', 'x0'].map((name) => [11, message([1, name])] as const);
const perm = message([1, 'perm'], [8, 0], [8, 2], [8, 1], [8, 3], [20, 7]);

export const bombs: readonly Bomb[] = [
  {
    name: 'nodes that do nothing',
    make: (size) => model(chain(size, (from, to) => node('A', [from], [to]))),
  },
  {
    name: 'a long chain before a softmax',
    make: (size) =>
      model(
        [
          node('MatMul', ['q', 'k'], ['x0']),
          ...chain(size, (from, to) => node('Add', [from, 'k'], [to])),
          ...attention(`x${size}`, 'o'),
        ],
        ...inputs,
      ),
  },
  {
    name: 'a tree of additions of the same',
    make: (size) =>
      model(
        [
          node('MatMul', ['q', 'k'], ['x0']),
          ...chain(size, (from, to) => node('Add', [from, from], [to])),
          ...attention(`x${size}`, 'o'),
        ],
        ...inputs,
      ),
  },
  {
    name: 'a query behind many transpositions',
    make: (size) =>
      model(
        [
          ...chain(size, (from, to) => node('Transpose', [from], [to], perm)),
          node('MatMul', [`x${size}`, 'k'], ['s']),
          ...attention('s', 'o'),
        ],
        ...inputs,
      ),
  },
  {
    name: 'a query behind many scales',
    make: (size) =>
      model(
        [
          ...chain(size, (from, to) => node('Mul', [from, 'c'], [to])),
          node('MatMul', [`x${size}`, 'k'], ['s']),
          ...attention('s', 'o'),
        ],
        ...inputs,
        [5, message([2, 1], [4, Uint8Array.of(0, 0, 128, 63)], [8, 'c'])],
      ),
  },
  {
    name: 'one block after the other',
    make: (size) =>
      model(
        chain(size, (from, to) => node('MatMul', [from, 'k'], [`${to}s`])).flatMap((product, index) => [
          product,
          ...attention(`x${index + 1}s`, `x${index + 1}`),
        ]),
        ...inputs,
      ),
  },
  {
    name: 'many blocks of one product',
    make: (size) =>
      model(
        [
          node('MatMul', ['q', 'k'], ['s']),
          ...Array.from({ length: size }, (_, index) => attention('s', `o${index}`)).flat(),
        ],
        ...inputs,
      ),
  },
  {
    name: 'a softmax that many nodes take',
    make: (size) =>
      model(
        [
          node('MatMul', ['q', 'k'], ['s']),
          node('Softmax', ['s'], ['a']),
          ...Array.from({ length: size }, (_, index) => node('Transpose', ['a'], [`t${index}`])),
        ],
        ...inputs,
      ),
  },
  {
    name: 'a shape that doubles',
    make: (size) =>
      model(
        [
          ...chain(size, (from, to) =>
            node('Concat', [from, from], [to], message([1, 'axis'], [3, 0], [20, 2])),
          ),
          node('Reshape', ['q', `x${size}`], ['r']),
          node('MatMul', ['r', 'k'], ['s']),
          ...attention('s', 'o'),
        ],
        ...inputs.slice(0, 3),
        [5, message([1, 2], [2, 7], [7, Uint8Array.of(1, 1)], [8, 'x0'])],
      ),
  },
  {
    name: 'functions and as many calls',
    make: (size) =>
      message(
        [1, 8],
        [
          7,
          message(
            ...Array.from(
              { length: size },
              (_, index) => [1, node(`g${index}`, ['q'], [`o${index}`])] as const,
            ),
          ),
        ],
        [8, message([2, 17])],
        ...Array.from({ length: size }, (_, index) => [25, message([1, `f${index}`])] as const),
      ),
  },
  {
    name: 'inputs and as many shapes of them',
    make: (size) =>
      model(
        Array.from({ length: size }, (_, index) => node('Gather', [`i${index}`, 'q'], [`o${index}`])),
        ...Array.from({ length: size }, (_, index) => [11, message([1, `i${index}`])] as const),
      ),
  },
  {
    name: 'branches in branches',
    make: (size: number): Uint8Array => {
      let graph = message([1, node('Softmax', ['s'], ['a'])]);
      for (let left = size; left > 0; left--)
        graph = message([1, node('If', ['c'], ['x'], message([1, 'then_branch'], [6, graph]))]);
      return message([1, 8], [7, graph], [8, message([2, 17])]);
    },
  },
  {
    name: 'one list of numbers',
    make: (size) =>
      model([node('Transpose', ['q'], ['t'], message([1, 'perm'], [8, new Uint8Array(size)], [20, 7]))]),
  },
  {
    name: 'one constant of many numbers',
    make: (size) =>
      model([node('A', ['c'], ['o'])], [5, message([1, size], [2, 7], [7, new Uint8Array(size)], [8, 'c'])]),
  },
  {
    name: 'constants of one external range',
    make: (size) =>
      model(
        [
          node(
            'Concat',
            Array.from({ length: size }, (_, index) => `c${index}`),
            ['o'],
          ),
        ],
        ...Array.from({ length: size }, (_, index) => {
          const entry = (key: string, value: string) => [13, message([1, key], [2, value])] as const;
          return [
            5,
            message(
              [1, 9],
              [2, 1],
              [8, `c${index}`],
              entry('location', 'w'),
              entry('length', '999'),
              [14, 1],
            ),
          ] as const;
        }),
      ),
  },
  {
    name: 'a node that depends on itself',
    make: (size) =>
      model([
        ...chain(size, (from, to) => node('Add', [from, 'q'], [to])),
        node('Add', [`x${size}`, 'q'], ['x0']),
      ]),
  },
];
