export { checkpointFile, makeSigner, publishCheckpoint, readCheckpoint } from './checkpoint.ts'
export type { LogKeys, Signer } from './checkpoint.ts'
export { readOrNull, syncFolder, writeAtomic } from './files.ts'
export {
  listSegments,
  makeSegment,
  packFrame,
  scanSegment,
  surveySegments,
  writeSegment,
  type Segment,
} from './journal.ts'
export { createLog, journalFolder, openLog, sm3RootOf, viewLog, type Log, type Published } from './log.ts'
export type { TreeReader } from './proofs.ts'
export type { LogReader } from './reader.ts'
export { openTileStore, type TileStore } from './store.ts'
export {
  MAX_ENTRY_BYTES,
  packBundle,
  parseTilePath,
  tilePath,
  TILE_WIDTH,
  unpackBundle,
  type TileName,
} from './tiles.ts'
export {
  appendLeaf,
  edgeRoot,
  emptyEdge,
  emptyRoot,
  leafHash,
  SHA256_TREE,
  SM3_TREE,
  type Edge,
  type FullTile,
} from './tree.ts'
