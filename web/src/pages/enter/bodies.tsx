import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'

/** Bodies of the team by their codes, one of them leading. */
export function Bodies({ space, team, change, mayEdit }: TeamPart) {
  const { t } = useFormat()
  const [uscc, setUscc] = useState('')
  const [name, setName] = useState('')
  const problem = change.addBody.error ?? change.leadBody.error ?? change.removeBody.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.addBody.mutate(
      { uscc: uscc.trim(), name: name.trim() },
      {
        onSuccess: () => {
          setUscc('')
          setName('')
        },
      },
    )
  }
  return (
    <section className="card">
      <h2>{t('contestEntry.bodies', { count: team.bodies.length, most: space.contest.maxBodies })}</h2>
      <ul className="enter-list">
        {team.bodies.map((body) => (
          <li key={body.id}>
            <span className="my-row">
              <b>{body.name}</b>
              {body.lead && <Chip meaning="seal">{t('contestEntry.lead')}</Chip>}
            </span>
            <span className="faint mono">{body.uscc}</span>
            {mayEdit && (
              <div className="row">
                {!body.lead && (
                  <Button
                    size="small"
                    loading={change.leadBody.isPending}
                    onClick={() => change.leadBody.mutate(body.id)}
                  >
                    {t('contestEntry.makeLead')}
                  </Button>
                )}
                <Button
                  size="small"
                  danger
                  loading={change.removeBody.isPending}
                  onClick={() => change.removeBody.mutate(body.id)}
                >
                  {t('contestEntry.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {problem ? <Problem error={problem} /> : null}
      {mayEdit && team.bodies.length < space.contest.maxBodies && (
        <form className="my-buttons" onSubmit={submit}>
          <label htmlFor="body-uscc">{t('contestEntry.uscc')}</label>
          <Input
            id="body-uscc"
            className="mono"
            value={uscc}
            maxLength={18}
            autoComplete="off"
            onChange={(event) => setUscc(event.target.value)}
          />
          <label htmlFor="body-name">{t('contestEntry.bodyName')}</label>
          <Input
            id="body-name"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            htmlType="submit"
            block
            disabled={uscc.trim().length !== 18 || name.trim() === ''}
            loading={change.addBody.isPending}
          >
            {t('contestEntry.addBody')}
          </Button>
        </form>
      )}
    </section>
  )
}
