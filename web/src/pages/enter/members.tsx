import { Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { EntryMember } from '../../api/enter.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'

/** Members and invitations; each member's body, position and whether a student. */
export function Members({ open, ...part }: TeamPart & { readonly open: boolean }) {
  const { space, team, change, mayEdit } = part
  const { t } = useFormat()
  const problem = change.removeMember.error ?? change.handOver.error ?? change.seat.error
  return (
    <section className="card">
      <h2>{t('contestEntry.members', { count: team.members.length, most: space.contest.maxMembers })}</h2>
      <ul className="enter-list">
        {team.members.map((member) => (
          <li key={member.id} data-member={member.role}>
            <Who member={member} needsRealName={space.contest.realName === 'required'} />
            {member.state === 'accepted' && open && (mayEdit || member.entrantId === space.entrantId) && (
              <Seat key={`${member.bodyId} ${member.position} ${member.student}`} {...part} member={member} />
            )}
            {mayEdit && member.role !== 'captain' && (
              <div className="row">
                {member.state === 'accepted' && (
                  <Button
                    size="small"
                    loading={change.handOver.isPending}
                    onClick={() => change.handOver.mutate(member.id)}
                  >
                    {t('contestEntry.handOver')}
                  </Button>
                )}
                <Button
                  size="small"
                  danger
                  loading={change.removeMember.isPending}
                  onClick={() => change.removeMember.mutate(member.id)}
                >
                  {t(member.state === 'accepted' ? 'contestEntry.remove' : 'contestEntry.takeBack')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {problem ? <Problem error={problem} /> : null}
      {mayEdit && team.members.length < space.contest.maxMembers && <Invite {...part} />}
    </section>
  )
}

function Who({ member, needsRealName }: { readonly member: EntryMember; readonly needsRealName: boolean }) {
  const { t } = useFormat()
  return (
    <>
      <span className="my-row">
        <b>{member.name || t('contestEntry.noName')}</b>
        {member.state === 'invited' ? (
          <Chip meaning="warn">{t('contestEntry.invited')}</Chip>
        ) : (
          <Chip meaning={member.role === 'captain' ? 'seal' : 'none'}>
            {t(`contestEntry.role.${member.role}`)}
          </Chip>
        )}
      </span>
      <span className="faint">
        <span className="mono">{member.phone}</span> {member.position}
        {member.student && ` · ${t('contestEntry.student')}`}
      </span>
      {member.state === 'accepted' && needsRealName && member.realName !== 'verified' && (
        <Chip meaning="warn">{t(`contestEntry.realName.${member.realName}`)}</Chip>
      )}
    </>
  )
}

function Seat({ team, change, member }: TeamPart & { readonly member: EntryMember }) {
  const { t } = useFormat()
  const [bodyId, setBodyId] = useState(member.bodyId)
  const [position, setPosition] = useState(member.position)
  const [student, setStudent] = useState(member.student)
  const same = bodyId === member.bodyId && position === member.position && student === member.student
  return (
    <>
      <Select
        aria-label={t('contestEntry.memberBody')}
        placeholder={t('contestEntry.memberBody')}
        value={bodyId ?? undefined}
        onChange={setBodyId}
        options={team.bodies.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Input
        aria-label={t('contestEntry.position')}
        placeholder={t('contestEntry.position')}
        value={position}
        maxLength={60}
        onChange={(event) => setPosition(event.target.value)}
      />
      <Checkbox checked={student} onChange={(event) => setStudent(event.target.checked)}>
        {t('contestEntry.student')}
      </Checkbox>
      {!same && (
        <Button
          size="small"
          type="primary"
          loading={change.seat.isPending}
          onClick={() =>
            change.seat.mutate({ member: member.id, bodyId, position: position.trim(), student })
          }
        >
          {t('contestEntry.save')}
        </Button>
      )}
    </>
  )
}

function Invite({ change }: TeamPart) {
  const { t } = useFormat()
  const [phone, setPhone] = useState('')
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.invite.mutate(
      { phone: phone.trim(), name: name.trim() },
      {
        onSuccess: () => {
          setPhone('')
          setName('')
        },
      },
    )
  }
  return (
    <form className="my-buttons" onSubmit={submit}>
      <label htmlFor="invite-phone">{t('contestEntry.invitePhone')}</label>
      <Input
        id="invite-phone"
        type="tel"
        value={phone}
        maxLength={30}
        onChange={(event) => setPhone(event.target.value)}
      />
      <label htmlFor="invite-name">{t('contestEntry.name')}</label>
      <Input id="invite-name" value={name} maxLength={50} onChange={(event) => setName(event.target.value)} />
      {change.invite.error ? <Problem error={change.invite.error} /> : null}
      <Button
        htmlType="submit"
        block
        disabled={phone.trim().length < 7 || name.trim() === ''}
        loading={change.invite.isPending}
      >
        {t('contestEntry.invite')}
      </Button>
      <span className="faint">{t('contestEntry.inviteHint')}</span>
    </form>
  )
}
