import { describeRepairs } from './repairs.fixture.ts'

describeRepairs(true)
