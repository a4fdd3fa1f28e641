export { checkpointFile, makeSigner, publishCheckpoint, readCheckpoint, type Signer } from './checkpoint.ts'
export { readOrNull, writeAtomic } from './files.ts'
export { listSegments, makeSegment, packFrame, scanSegment, writeSegment, type Segment } from './journal.ts'
export { createLog, journalFolder, openLog, viewLog, type Log } from './log.ts'
export type { LogReader } from './reader.ts'
export {
  MAX_ENTRY_BYTES,
  packBundle,
  parseTilePath,
  tilePath,
  TILE_WIDTH,
  unpackBundle,
  type TileName,
} from './tiles.ts'
export { appendLeaf, edgeRoot, emptyEdge, emptyRoot, leafHash, type Edge, type FullTile } from './tree.ts'
