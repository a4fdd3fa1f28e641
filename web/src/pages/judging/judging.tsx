import './judging.css'
import { Select } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { useJudging } from '../../api/contest-judging.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { Appeals } from './appeals.tsx'
import { Experts } from './experts.tsx'
import { Overview } from './overview.tsx'
import { RankingTable } from './ranking.tsx'
import { Sheets } from './sheets.tsx'
import { useRounds } from './use-rounds.ts'

const PARTS = ['progress', 'sheets', 'ranking', 'appeals'] as const
type Part = (typeof PARTS)[number]

/** The judging of a round, for the body that holds the contest. */
export function Component() {
  const { t, name } = useFormat()
  const { id = '', round: given = '' } = useParams()
  const navigate = useNavigate()
  const contest = useRounds(id)
  const round = given || contest.data?.rounds[0]?.code || ''
  const judging = useJudging(id, round)
  const { values, set } = useFilters()
  const part = PARTS.find((one) => one === values.part) ?? 'progress'
  const one = contest.data?.rounds.find(({ code }) => code === round)
  return (
    <ContestPage
      name={t('contestJudging.title')}
      actions={
        contest.data &&
        contest.data.rounds.length > 1 && (
          <Select
            aria-label={t('contestJudging.round')}
            value={round}
            onChange={(next: string) => void navigate(`/contests/${id}/judging/${next}`)}
            options={contest.data.rounds.map(({ code, titleZh, titleEn }) => ({
              value: code,
              label: name(titleZh, titleEn),
            }))}
          />
        )
      }
    >
      {() =>
        contest.error && !contest.data ? (
          <Problem error={contest.error} />
        ) : (
          <Loaded of={judging} lines={10}>
            {(of) => (
              <div className="stack">
                {one && <h2>{name(one.titleZh, one.titleEn)}</h2>}
                <nav className="sections" aria-label={t('contestJudging.parts')}>
                  {PARTS.map((each) => (
                    <PartLink key={each} part={each} now={part} onOpen={() => set({ part: each })}>
                      {t(`contestJudging.part.${each}`)}
                      {each === 'appeals' && of.appeals > 0 ? ` (${of.appeals})` : ''}
                    </PartLink>
                  ))}
                </nav>
                {part === 'progress' && (
                  <>
                    <Overview id={id} of={of} />
                    <Experts of={of} />
                  </>
                )}
                {part === 'sheets' && <Sheets id={id} round={round} />}
                {part === 'ranking' && <RankingTable id={id} of={of} />}
                {part === 'appeals' && <Appeals id={id} round={round} />}
              </div>
            )}
          </Loaded>
        )
      }
    </ContestPage>
  )
}

interface PartLinkProps {
  readonly part: Part
  readonly now: Part
  readonly onOpen: () => void
  readonly children: React.ReactNode
}

function PartLink({ part, now, onOpen, children }: PartLinkProps) {
  return (
    <a
      href={`?part=${part}`}
      className={part === now ? 'active' : ''}
      aria-current={part === now ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      {children}
    </a>
  )
}
