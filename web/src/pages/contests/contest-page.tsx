import './contests.css'
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { type ContestBrief, useContest } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Page } from '../../parts/page.tsx'
import { Sections } from '../../parts/sections.tsx'
import { LINKS } from './links.ts'

const MEANINGS: Readonly<Record<ContestBrief['state'], Meaning>> = {
  draft: 'none',
  published: 'ok',
  closed: 'seal',
}

export function ContestState({ state }: { readonly state: ContestBrief['state'] }) {
  const { t } = useFormat()
  return <Chip meaning={MEANINGS[state]}>{t(`contest.state.${state}`)}</Chip>
}

/** The rooms of one contest beside each other. */
export function ContestNav({ id }: { readonly id: string }) {
  const { t } = useFormat()
  return (
    <Sections
      label={t('contest.pages')}
      items={LINKS.map(({ path, name }) => ({ to: `/contests/${id}${path}`, name: t(name) }))}
    />
  )
}

interface ContestPageProps {
  /** What the page is about, before the name of the contest. */
  readonly name: string
  readonly actions?: ReactNode
  readonly children: (id: string) => ReactNode
}

/** A page of the organiser about one contest. */
export function ContestPage({ name, actions, children }: ContestPageProps) {
  const { name: inTongue } = useFormat()
  const { id = '' } = useParams()
  const { data } = useContest(id)
  const title = data ? inTongue(data.titleZh, data.titleEn) : name
  return (
    <Page
      title={title}
      name={data ? `${name} · ${title}` : name}
      chips={data && <ContestState state={data.state} />}
      actions={actions}
    >
      <div className="stack">
        <ContestNav id={id} />
        {children(id)}
      </div>
    </Page>
  )
}
