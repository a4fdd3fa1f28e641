import { useNavigate, useSearchParams } from 'react-router'
import { useAuthority, useNewAuthority, type ChainView } from '../../api/authority.ts'
import { useBodyName } from '../../api/bodies.ts'
import { useMe } from '../../api/session.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { feesOf, type LinkDraft, linkOf, missingIn, startLink } from './draft.ts'
import { ScopeStep, TermsStep, WhoStep } from './make-steps.tsx'
import { useTitles } from './titles.ts'
import { useLinkWords } from './words.ts'

/** Begins a chain, or goes on from a link that the own body holds: to whom → what → term and fees → summary. */
export function Component() {
  const { t } = useFormat()
  const [search] = useSearchParams()
  const parentId = search.get('parent') ?? ''
  const parent = useAuthority(parentId)
  if (parentId === '') return <Make key="first" parent={undefined} />
  if (parent.data) return <Make key={parentId} parent={parent.data} />
  return (
    <Page title={t('authority.extend')}>
      <Card>
        <Loaded of={parent}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Make({ parent }: { readonly parent: ChainView | undefined }) {
  const { t } = useFormat()
  const me = useMe()
  const navigate = useNavigate()
  const create = useNewAuthority()
  const link = parent?.link
  const draft = useDraft<LinkDraft>(
    `authority.${me.user.id}.${link?.id ?? 'first'}`,
    startLink(link, Date.now()),
  )
  const { value, set } = draft
  const submit = () =>
    create.mutate(linkOf(value, link), {
      onSuccess: ({ id }) => {
        draft.drop()
        void navigate(`/authorities/${id}`)
      },
    })
  const say = (key: string | null) => (key === null ? null : t(key))
  const steps = [
    {
      key: 'who',
      title: t('authority.step.who'),
      body: <WhoStep value={value} parent={parent} onChange={set} />,
      missing: say(missingIn.who(value)),
    },
    {
      key: 'scope',
      title: t('authority.step.scope'),
      body: <ScopeStep value={value} parent={parent} onChange={set} />,
      missing: say(missingIn.scope(value)),
    },
    {
      key: 'terms',
      title: t('authority.step.terms'),
      body: <TermsStep value={value} parent={parent} onChange={set} />,
      missing: say(missingIn.terms(value)),
    },
    {
      key: 'summary',
      title: t('authority.step.summary'),
      body: (
        <Summary
          value={value}
          ownerId={parent ? (parent.above[0] ?? parent.link).grantorId : me.participant.id}
        />
      ),
      missing: null,
    },
  ]
  return (
    <Wizard
      title={t(link ? 'authority.extend' : 'authority.begin')}
      steps={steps}
      finish={t('authority.send')}
      pending={create.isPending}
      error={create.error}
      onFinish={submit}
      onRestart={draft.kept ? draft.restart : undefined}
    />
  )
}

function Summary({ value, ownerId }: { readonly value: LinkDraft; readonly ownerId: string }) {
  const { t } = useFormat()
  const bodyName = useBodyName()
  const words = useLinkWords(useTitles(ownerId))
  const scope = { ...value, columns: null, zones: [...value.zones], datasets: [...value.datasets] }
  const whole = { ...scope, purposes: [...value.purposes], actions: [...value.actions] }
  return (
    <div className="stack">
      <Facts
        one
        rows={[
          { key: 'who', name: t('authority.grantee'), value: bodyName(value.granteeId ?? '') },
          { key: 'data', name: t('authority.data'), value: words.data(whole) },
          { key: 'purposes', name: t('authority.purposes'), value: words.purposes(whole) },
          { key: 'actions', name: t('authority.actions'), value: words.actions(whole) },
          { key: 'term', name: t('authority.term'), value: `${value.from} – ${value.until}` },
          { key: 'fees', name: t('authority.fees'), value: words.fees(feesOf(value)) },
        ]}
      />
      <p className="faint">{t('authority.sayNext')}</p>
    </div>
  )
}
