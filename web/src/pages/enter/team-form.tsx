import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { type EntryContest, type TeamWords, useMakeTeam } from '../../api/enter.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'

interface FieldsProps {
  readonly contest: EntryContest
  readonly first: TeamWords
  /** A number was given by division: it stays. */
  readonly fixed: boolean
  readonly button: string
  readonly pending: boolean
  readonly error: unknown
  readonly onSend: (words: TeamWords) => void
}

function Fields({ contest, first, fixed, button, pending, error, onSend }: FieldsProps) {
  const { t, name } = useFormat()
  const [words, setWords] = useState(first)
  const put = (change: Partial<TeamWords>) => setWords((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend({ ...words, name: words.name.trim(), title: words.title.trim(), intro: words.intro.trim() })
  }
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t('contestEntry.teamWords')}</h2>
      <label htmlFor="team-name">{t('contestEntry.teamName')}</label>
      <Input
        id="team-name"
        value={words.name}
        maxLength={60}
        onChange={(event) => put({ name: event.target.value })}
      />
      <label htmlFor="team-title">{t('contestEntry.title')}</label>
      <Input
        id="team-title"
        value={words.title}
        maxLength={120}
        onChange={(event) => put({ title: event.target.value })}
      />
      <label htmlFor="team-division">{t(`contestEntry.divisionWord.${contest.divisionWord}`)}</label>
      <Select
        id="team-division"
        value={words.division === '' ? undefined : words.division}
        disabled={fixed}
        onChange={(division) => put({ division })}
        options={contest.divisions.map((one) => ({
          value: one.code,
          label: `${name(one.titleZh, one.titleEn)}${one.studentsOnly ? ` (${t('contestEntry.studentsOnly')})` : ''}`,
        }))}
      />
      <label htmlFor="team-intro">{t('contestEntry.intro')}</label>
      <Input.TextArea
        id="team-intro"
        value={words.intro}
        rows={4}
        maxLength={2000}
        onChange={(event) => put({ intro: event.target.value })}
      />
      {error ? <Problem error={error} /> : null}
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={pending}
        disabled={words.name.trim() === '' || words.title.trim() === '' || words.division === ''}
      >
        {button}
      </Button>
    </form>
  )
}

/** The first word of a team: who writes it is the captain. */
export function MakeTeam({ contest }: { readonly contest: EntryContest }) {
  const { t } = useFormat()
  const make = useMakeTeam(contest.id)
  return (
    <>
      <p className="muted">{t('contestEntry.makeWhy')}</p>
      <Fields
        contest={contest}
        first={{ name: '', title: '', division: '', intro: '' }}
        fixed={false}
        button={t('contestEntry.make')}
        pending={make.isPending}
        error={make.error}
        onSend={(words) => make.mutate(words)}
      />
    </>
  )
}

/** Words of the own team; others read them. */
export function TeamForm({ space, team, change, mayEdit }: TeamPart) {
  const { t, name } = useFormat()
  if (mayEdit)
    return (
      <Fields
        key={`${team.name} ${team.title} ${team.division} ${team.intro}`}
        contest={space.contest}
        first={team}
        fixed={team.number !== null}
        button={t('contestEntry.save')}
        pending={change.words.isPending}
        error={change.words.error}
        onSend={({ name: called, title, division, intro }) =>
          change.words.mutate({ name: called, title, division, intro })
        }
      />
    )
  const division = space.contest.divisions.find(({ code }) => code === team.division)
  return (
    <section className="card">
      <h2>{team.name}</h2>
      <b>{team.title}</b>
      <span className="muted">{division ? name(division.titleZh, division.titleEn) : team.division}</span>
      {team.intro && <p className="enter-text">{team.intro}</p>}
    </section>
  )
}
