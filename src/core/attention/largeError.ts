/** A self-check above this is said in words: rows differ from the model's own by what an eye may take for meaning. */
export const largeError = 1e-3;
