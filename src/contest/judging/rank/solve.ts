/** Solves a symmetric positive definite system by elimination; both arguments are used up. */
export function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  for (let at = 0; at < size; at++) {
    const pivot = matrix[at]![at]!
    for (let row = at + 1; row < size; row++) {
      const factor = matrix[row]![at]! / pivot
      if (factor === 0) continue
      for (let column = at; column < size; column++) matrix[row]![column]! -= factor * matrix[at]![column]!
      right[row]! -= factor * right[at]!
    }
  }
  for (let at = size - 1; at >= 0; at--) {
    for (let column = at + 1; column < size; column++) right[at]! -= matrix[at]![column]! * right[column]!
    right[at]! /= matrix[at]![at]!
  }
  return right
}
