import { test } from 'vitest'
import { contestAfter, contestAfterNarrow, rankedContest } from './stories/contest-after.ts'
import { contestDesk } from './stories/contest-desk.ts'
import { contestEntry } from './stories/contest-entry.ts'
import { contestFinal } from './stories/contest-final.ts'
import { contestOrganiser, contestOrganiserNarrow } from './stories/contest-organiser.ts'
import { contestPanel } from './stories/contest-panel.ts'
import { contestTasks } from './stories/contest-tasks.ts'
import { contestWork } from './stories/contest-work.ts'
import { whyNotIsolated } from '../support/isolation.ts'
import { onStage, variant } from './support/stage.ts'

const noSeats = await whyNotIsolated()

onStage('the contest', (portal, core) => {
  test('on two phones: a team is made, joined, submitted, supplemented and admitted; its receipt verifies', () =>
    contestEntry(portal()))
  variant(
    'on a phone a work is written, its file goes on after a reload, it is handed in, the receipt verifies',
    () => contestWork(portal(), core()),
  )
  variant(
    'an expert reviews on a tablet and a phone, talks, and the organiser ranks, short-lists and publishes',
    () => contestDesk(portal(), core()),
  )
  variant(
    'two officers award, a team takes its certificate on a phone, and it verifies offline',
    async () => {
      const contest = await rankedContest(core())
      await contestAfter(portal(), contest)
      await contestAfterNarrow(portal(), contest)
    },
  )
  variant(
    'finalists into the space by every office, the lot, a judge on a tablet, the hall, the release',
    () => contestFinal(portal(), core()),
  )
  variant(
    'the organiser extends, announces, answers, changes and makes a contest; the public reads it at once',
    () => contestOrganiser(portal()),
  )
  variant('the organiser works on a phone, in the dark, in English', () => contestOrganiserNarrow(portal()))
  variant('the panel is set, declares on a phone, gets blind copies and its works', () =>
    contestPanel(portal(), core()),
  )
  if (noSeats === null)
    variant(
      'the organiser brings data; on a phone a program passes the sample, is scored, and stands on the board',
      () => contestTasks(portal(), core()),
    )
  else test.skip(`hidden tests (skipped: ${noSeats})`, () => {})
})
