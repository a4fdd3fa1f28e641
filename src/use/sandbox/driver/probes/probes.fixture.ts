import { FILES } from './files.fixture.ts'
import { KERNEL } from './kernel.fixture.ts'
import { LEFT } from './left.fixture.ts'
import { NETWORK } from './network.fixture.ts'
import { OTHERS } from './others.fixture.ts'
import { QUOTAS } from './quotas.fixture.ts'
import type { Probe } from './probe.fixture.ts'

export { type Host, PRELUDE, type Probe } from './probe.fixture.ts'

/** Every one is run inside a seat by the interpreter that cells use, and must be held. */
export const PROBES: readonly Probe[] = [...NETWORK, ...FILES, ...OTHERS, ...KERNEL, ...QUOTAS, ...LEFT]
