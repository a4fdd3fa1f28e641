import { describe } from 'vitest'
import { testThreatModel } from './support/threat-model.ts'

describe('the gate', () => testThreatModel('docs/gate.md', { moreThan: 25 }))
describe('the sandbox', () => testThreatModel('docs/sandbox.md', { moreThan: 10 }))
describe('the contest', () => testThreatModel('docs/contest.md', { moreThan: 15 }))
describe('log-in by certificate', () => testThreatModel('docs/certificates.md', { moreThan: 10 }))
