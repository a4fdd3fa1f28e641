export { createGate, type Explained, type Gate, type QueryInput } from './gate.ts'
export { Plan } from './plan/index.ts'
