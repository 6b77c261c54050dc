/** `Einsum` of two tensors as a product of matrices: https://onnx.ai/onnx/operators/onnx__Einsum.html */

/**
 * How operands and result of a product are turned: axis i of `[…, rows, inner]`, `[…, inner, columns]` or
 * `[…, rows, columns]` is axis `left[i]`, `right[i]` or `output[i]` of the tensor, and -1 a new one of size 1.
 */
export interface ProductAxes {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly output: readonly number[];
}

/** Letters in the order of the axes. */
type Letters = readonly string[];

interface Equation {
  readonly inputs: readonly [Letters, Letters];
  readonly output: Letters;
}

/**
 * The product of queries and keys in an equation: the last letter of the result is that of the keys, the one before that of
 * the queries, and one letter is summed. `isTurned` says that the keys are the first input.
 */
export function einsumScores(equation: string): { isTurned: boolean; axes: ProductAxes } | undefined {
  const parsed = parse(equation);
  if (!parsed) return undefined;
  const { inputs, output } = parsed;
  const [row = '', column = ''] = output.slice(-2);
  const isTurned = inputs[0].includes(column);
  const [rows, columns] = isTurned ? [inputs[1], inputs[0]] : inputs;
  const sum = rows.find((letter) => columns.includes(letter) && !output.includes(letter));
  const axes = axesOf({ rows, columns, output }, output.slice(0, -2), { row, sum, column });
  return axes && { isTurned, axes };
}

/**
 * The product of weights and values in an equation: the last letter of the weights is summed, the one before is that of the
 * queries. `isTurned` says that the weights are the second input.
 */
export function einsumValues(equation: string, isTurned: boolean): ProductAxes | undefined {
  const parsed = parse(equation);
  if (!parsed) return undefined;
  const { inputs, output } = parsed;
  const [rows, columns] = isTurned ? [inputs[1], inputs[0]] : inputs;
  const [row = '', sum] = rows.slice(-2);
  const column = columns.find((letter) => !rows.includes(letter));
  return axesOf({ rows, columns, output }, rows.slice(0, -2), { row, sum, column });
}

/** Of two tensors, each of whose axes has a letter of its own: no `...`, no diagonal. */
function parse(equation: string): Equation | undefined {
  const terms = /^([A-Za-z]+),([A-Za-z]+)->([A-Za-z]+)$/.exec(equation.replaceAll(' ', ''));
  const [first = [], second = [], output = []] = terms?.slice(1).map((term) => Array.from(term)) ?? [];
  const isPlain = [first, second, output].every((term) => new Set(term).size === term.length);
  return terms && isPlain ? { inputs: [first, second], output } : undefined;
}

/** undefined where a letter has another part than batch, row, column or sum. */
function axesOf(
  { rows, columns, output }: { readonly rows: Letters; readonly columns: Letters; readonly output: Letters },
  batch: Letters,
  own: { readonly row: string; readonly sum: string | undefined; readonly column: string | undefined },
): ProductAxes | undefined {
  const { row, sum, column } = own;
  if (sum === undefined || column === undefined) return undefined;
  const isMade = (term: Letters, ...last: Letters): boolean =>
    last.every((letter) => term.includes(letter)) &&
    term.every((letter) => batch.includes(letter) || last.includes(letter));
  const fits =
    isMade(rows, row, sum) &&
    isMade(columns, sum, column) &&
    isMade(output, row, column) &&
    output.length === batch.length + 2;
  const at = (term: Letters, ...last: Letters): readonly number[] =>
    [...batch, ...last].map((letter) => term.indexOf(letter));
  return fits
    ? { left: at(rows, row, sum), right: at(columns, sum, column), output: at(output, row, column) }
    : undefined;
}
