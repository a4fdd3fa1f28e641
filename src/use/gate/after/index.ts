export { finishPlan } from './finish.ts'
export {
  avgOf,
  type JointFunction,
  jointOf,
  type JointSums,
  type SpreadFunction,
  varianceOf,
} from './moments.ts'
export { commonType, typeOfCell, typesOfBase } from './types.ts'
export { lowerAfter } from './lower.ts'
export type { AfterScope, Lowered, Role } from './scope.ts'
export { lowerHaving, lowerModifiers, lowerUpper, type Made, type Upper } from './upper.ts'
export { createWindows, type Windows } from './windows.ts'
