/**
 * A witness of evidence logs (C2SP tlog-witness): a small server that any body runs by itself. It needs no database and
 * nothing of the system but the verifier.
 */
export { printAddCheckpoint } from './request.ts'
export { runWitness } from './run.ts'
export {
  adoptCheckpoint,
  type RunningWitness,
  startWitness,
  witnessKey,
  type WitnessOptions,
} from './start.ts'
export { WitnessError } from './model.ts'
