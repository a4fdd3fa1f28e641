export { fromTc609Strategy } from './read.ts'
export { Tc609Strategy, type Tc609StrategyInput, type Tc609StrategyOut } from './model.ts'
export { toTc609Strategy } from './write.ts'
