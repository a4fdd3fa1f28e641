import { Button, Checkbox, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { type ExpertProfile, type PoolView, useCandidates, usePutExpert } from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface Props {
  readonly id: string
  readonly divisions: readonly { code: string; titleZh: string; titleEn: string }[]
  /** Null: somebody new. */
  readonly of: PoolView | null
  readonly onClose: () => void
}

const NEW: ExpertProfile = { name: '', title: '', fields: [], maxLoad: 40, bodies: [], relations: [] }

/** Who an expert is, what he knows, and what ties him: conflicts follow from it. */
export function ExpertForm({ id, divisions, of, onClose }: Props) {
  const { t, name } = useFormat()
  const candidates = useCandidates(id, of === null)
  const put = usePutExpert(id)
  const [userId, setUserId] = useState(of?.userId ?? '')
  const [profile, setProfile] = useState<ExpertProfile>(
    of
      ? {
          name: of.name,
          title: of.title,
          fields: [...of.fields],
          maxLoad: of.maxLoad,
          bodies: of.bodies.map((one) => ({ ...one })),
          relations: of.relations.map((one) => ({ ...one })),
        }
      : NEW,
  )
  const change = (part: Partial<ExpertProfile>) => setProfile({ ...profile, ...part })
  return (
    <Modal
      open
      width={640}
      title={t(of ? 'contestPanel.edit' : 'contestPanel.addExpert')}
      okText={t('contestPanel.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: put.isPending, disabled: userId === '' || profile.name.trim() === '' }}
      onOk={() =>
        put.mutate(
          { userId, profile: { ...profile, bodies: profile.bodies.filter((one) => one.name.trim() !== '') } },
          { onSuccess: onClose },
        )
      }
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        {!of && (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('contestPanel.user')}
            placeholder={t('contestPanel.user')}
            value={userId || undefined}
            options={(candidates.data?.items ?? []).map((one) => ({
              value: one.userId,
              label: `${one.name} · ${one.body} · ${one.login}`,
            }))}
            onChange={(value: string) => {
              setUserId(value)
              const user = candidates.data?.items.find((one) => one.userId === value)
              if (user && profile.name === '') change({ name: user.name })
            }}
          />
        )}
        <Input
          aria-label={t('contestPanel.name')}
          placeholder={t('contestPanel.name')}
          maxLength={50}
          value={profile.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Input
          aria-label={t('contestPanel.titleOf')}
          placeholder={t('contestPanel.titleOf')}
          maxLength={100}
          value={profile.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <Select
          mode="tags"
          aria-label={t('contestPanel.fields')}
          placeholder={t('contestPanel.fields')}
          value={profile.fields}
          options={divisions.map((one) => ({ value: one.code, label: name(one.titleZh, one.titleEn) }))}
          onChange={(fields: string[]) => change({ fields })}
        />
        <label className="panel-row">
          {t('contestPanel.maxLoad')}
          <InputNumber
            min={1}
            max={500}
            precision={0}
            value={profile.maxLoad}
            onChange={(value) => change({ maxLoad: value ?? 1 })}
          />
        </label>
        <Bodies value={profile.bodies} onChange={(bodies) => change({ bodies })} />
        <Ties value={profile.relations} onChange={(relations) => change({ relations })} />
        {put.error ? <Problem error={put.error} /> : null}
      </div>
    </Modal>
  )
}

function Bodies({
  value,
  onChange,
}: {
  readonly value: ExpertProfile['bodies']
  readonly onChange: (value: ExpertProfile['bodies']) => void
}) {
  const { t } = useFormat()
  const set = (at: number, part: Partial<ExpertProfile['bodies'][number]>) =>
    onChange(value.map((one, place) => (place === at ? { ...one, ...part } : one)))
  return (
    <fieldset className="stack tight">
      <legend>{t('contestPanel.bodies')}</legend>
      {value.map((body, at) => (
        <div key={at} className="panel-row">
          <Input
            style={{ flex: '2 1 180px' }}
            aria-label={t('contestPanel.bodyName')}
            placeholder={t('contestPanel.bodyName')}
            maxLength={200}
            value={body.name}
            onChange={(event) => set(at, { name: event.target.value })}
          />
          <Input
            style={{ flex: '1 1 150px' }}
            aria-label={t('contestPanel.uscc')}
            placeholder={t('contestPanel.uscc')}
            maxLength={18}
            value={body.uscc ?? ''}
            onChange={(event) => set(at, { uscc: event.target.value || null })}
          />
          <Checkbox checked={body.current} onChange={(event) => set(at, { current: event.target.checked })}>
            {t('contestPanel.current')}
          </Checkbox>
          <Button size="small" onClick={() => onChange(value.filter((_, place) => place !== at))}>
            {t('contestPanel.remove')}
          </Button>
        </div>
      ))}
      <span>
        <Button size="small" onClick={() => onChange([...value, { name: '', uscc: null, current: false }])}>
          {t('contestPanel.addBody')}
        </Button>
      </span>
    </fieldset>
  )
}

function Ties({
  value,
  onChange,
}: {
  readonly value: ExpertProfile['relations']
  readonly onChange: (value: ExpertProfile['relations']) => void
}) {
  const { t } = useFormat()
  const [kind, setKind] = useState<'shared_project' | 'relation'>('shared_project')
  const [body, setBody] = useState('')
  const [person, setPerson] = useState('')
  return (
    <fieldset className="stack tight">
      <legend>{t('contestPanel.relations')}</legend>
      {value.map((one, at) => (
        <div key={at} className="panel-row">
          <span>
            {t(`contestPanel.kind.${one.kind}`)} · {one.body ?? one.uscc ?? one.person}
          </span>
          <Button size="small" onClick={() => onChange(value.filter((_, place) => place !== at))}>
            {t('contestPanel.remove')}
          </Button>
        </div>
      ))}
      <div className="panel-row">
        <Select
          aria-label={t('contestPanel.relations')}
          value={kind}
          style={{ minWidth: 120 }}
          options={(['shared_project', 'relation'] as const).map((one) => ({
            value: one,
            label: t(`contestPanel.kind.${one}`),
          }))}
          onChange={setKind}
        />
        <Input
          style={{ flex: '1 1 140px' }}
          aria-label={t('contestPanel.bodyName')}
          placeholder={t('contestPanel.bodyName')}
          maxLength={200}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
        <Input
          style={{ flex: '1 1 100px' }}
          aria-label={t('contestPanel.person')}
          placeholder={t('contestPanel.person')}
          maxLength={50}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
        />
        <Button
          size="small"
          disabled={body.trim() === '' && person.trim() === ''}
          onClick={() => {
            onChange([
              ...value,
              { kind, body: body.trim() || null, uscc: null, person: person.trim() || null, note: '' },
            ])
            setBody('')
            setPerson('')
          }}
        >
          {t('contestPanel.add')}
        </Button>
      </div>
    </fieldset>
  )
}
