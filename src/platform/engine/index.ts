export type { ScriptTools } from './children/script.ts'
export { createEngine, type DuckEngine } from './create.ts'
export type * from './engine.ts'
export { EngineSettings, engineSettings } from './settings.ts'
