import { Link } from 'react-router'
import type { BoardView } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { leftUntil } from './moment.ts'

/** Where each step is done. */
const PAGES: Readonly<Record<BoardView['next'][number]['code'], string>> = {
  publish: '',
  entries: '/entries',
  questions: '/questions',
  post_drafts: '/posts',
  assign: '/panel',
  sheets: '/reviews',
  shortlist: '/reviews',
  finalists: '/final',
  awards: '/awards',
  close: '/awards',
}

/** What has to be done next, the most urgent first. */
export function NextSteps({ board }: { readonly board: BoardView }) {
  const { t, name, language } = useFormat()
  if (board.next.length === 0) return <Empty title={t('contest.nothing')} hint={t('contest.nothingHint')} />
  const roundName = (code: string | null) => {
    const round = board.rounds.find((one) => one.code === code)
    return round ? name(round.titleZh, round.titleEn) : ''
  }
  return (
    <ol className="contest-next">
      {board.next.map((step) => (
        <li key={`${step.code}-${step.round}`}>
          <Link to={`/contests/${board.id}${PAGES[step.code]}`}>
            {t(`contest.todo.${step.code}`, { count: step.count, round: roundName(step.round) })}
          </Link>
          {step.by !== null && (
            <Chip meaning={step.by <= board.now ? 'no' : 'none'}>
              {t(step.by <= board.now ? 'contest.late' : 'contest.until', {
                time: leftUntil(step.by, board.now, language),
              })}
            </Chip>
          )}
        </li>
      ))}
    </ol>
  )
}
