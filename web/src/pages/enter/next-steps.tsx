import { Link } from 'react-router'
import type { EntryContest, EntryView } from '../../api/enter.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

interface NextStepsProps {
  readonly contest: EntryContest
  readonly team: EntryView
}

interface Step {
  readonly to: string
  readonly name: string
  readonly hint: string
}

/** What comes after entry, for a team that is admitted. Rooms that come later add their page to `steps`, here and nowhere else. */
export function NextSteps({ contest, team }: NextStepsProps) {
  const { t, name } = useFormat()
  if (team.state !== 'admitted') return null
  const at = `/enter/contests/${contest.id}`
  const steps: Step[] = [
    // Works of each round (submission).
    ...contest.rounds.map((round) => ({
      to: `${at}/work/${round.code}`,
      name: t('contestEntry.next.work', { round: name(round.titleZh, round.titleEn) }),
      hint: t('contestEntry.until', { at: date(round.closesAt) }),
    })),
    // What the experts of each round found (judging).
    ...contest.rounds.map((round) => ({
      to: `${at}/rounds/${round.code}`,
      name: t('contestJudging.own.step', { round: name(round.titleZh, round.titleEn) }),
      hint: t('contestJudging.own.stepHint'),
    })),
    // Tasks with a hidden test (scoring).
    ...(contest.tasks
      ? [{ to: `${at}/tasks`, name: t('contestEntry.next.tasks'), hint: t('contestEntry.next.tasksHint') }]
      : []),
    // The final (final), results and certificates (after): each page says by itself when there is nothing yet.
    ...(contest.final
      ? [{ to: `${at}/final`, name: t('contestEntry.next.final'), hint: t('contestEntry.next.finalHint') }]
      : []),
    { to: `${at}/result`, name: t('contestEntry.next.result'), hint: t('contestEntry.next.resultHint') },
  ]
  return (
    <nav className="card enter-next" aria-label={t('contestEntry.next.title')}>
      <h2>{t('contestEntry.next.title')}</h2>
      {steps.map((step) => (
        <Link key={step.to} to={step.to}>
          <span>{step.name}</span>
          <span className="faint">{step.hint}</span>
        </Link>
      ))}
    </nav>
  )
}
