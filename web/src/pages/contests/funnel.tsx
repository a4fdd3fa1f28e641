import type { BoardView } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Num } from '../../parts/say.tsx'

interface Stage {
  readonly key: string
  readonly name: string
  readonly value: number
  /** What it will be at most, where the scheme says so. */
  readonly of?: number | null
}

/** From the entries to the awards: each bar in proportion to the first. */
export function Funnel({ board }: { readonly board: BoardView }) {
  const { t, name } = useFormat()
  const { inState } = board.teams
  const entered = board.teams.total - (inState.draft ?? 0)
  const stages: Stage[] = [
    { key: 'entries', name: t('contest.step.entries'), value: entered },
    { key: 'admitted', name: t('contest.step.admitted'), value: inState.admitted ?? 0 },
    ...board.rounds.flatMap((round) => {
      const title = name(round.titleZh, round.titleEn)
      return [
        { key: `${round.code}-works`, name: t('contest.step.works', { round: title }), value: round.works },
        {
          key: `${round.code}-list`,
          name: t('contest.step.shortlist', { round: title }),
          value: round.shortlist,
          of: round.quota,
        },
      ]
    }),
    ...(board.stages.some((stage) => stage.name === 'final')
      ? [{ key: 'finalists', name: t('contest.step.finalists'), value: board.finalists }]
      : []),
    { key: 'awards', name: t('contest.step.awards'), value: board.awards, of: board.awardsPlanned },
  ]
  const most = Math.max(1, ...stages.map(({ value }) => value))
  return (
    <ol className="contest-funnel">
      {stages.map((stage) => (
        <li key={stage.key}>
          <span>{stage.name}</span>
          <b>
            <Num value={stage.value} />
            {stage.of ? <span className="faint">{t('contest.outOf', { most: stage.of })}</span> : null}
          </b>
          <span className="contest-bar" aria-hidden="true">
            <span style={{ width: `${(100 * stage.value) / most}%` }} />
          </span>
        </li>
      ))}
    </ol>
  )
}
