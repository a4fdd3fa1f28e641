import './contest-final.css'
import '../sign-in/sign-in.css'
import { useParams } from 'react-router'
import { type PublicDraw, usePublicDraw } from '../../api/contest-final.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'

/** How the order was drawn, everything to count it again, and what this server finds when it does. */
export function Component() {
  const { t, pick } = useFormat()
  const { id = '' } = useParams()
  const draw = usePublicDraw(id)
  return (
    <div className="door">
      <div className="door-top">
        <LanguageSwitch />
      </div>
      <main style={{ maxWidth: 860, margin: '0 auto', padding: 16, width: '100%' }}>
        <Page
          title={t('contestFinal.howDraw')}
          actions={<LinkButton to={`/hall/${id}`}>{t('contestFinal.hall')}</LinkButton>}
        >
          <Loaded of={draw} lines={10}>
            {(data) => (
              <div className="stack">
                <Card title={t('contestFinal.howTitle')}>
                  <ol className="stack tight">
                    {data.how.zh.map((zh, at) => (
                      <li key={zh}>{pick({ zh, en: data.how.en[at] ?? '' })}</li>
                    ))}
                  </ol>
                </Card>
                {data.draws.length === 0 && <Empty title={t('contestFinal.noDraw')} />}
                {data.draws.map((one) => (
                  <One key={one.id} id={id} of={one} teams={data.teams} />
                ))}
              </div>
            )}
          </Loaded>
        </Page>
      </main>
    </div>
  )
}

interface OneProps {
  readonly id: string
  readonly of: PublicDraw['draws'][number]
  readonly teams: PublicDraw['teams']
}

const HASHES = { sha256: 'SHA-256', sm3: 'SM3' } as const
const PARTS = ['commitment', 'root', 'order'] as const

function One({ id, of, teams }: OneProps) {
  const { t } = useFormat()
  const nameOf = (team: string) => teams.find((one) => one.id === team)?.name ?? team
  const receipt = (what: 'commitment' | 'draw') =>
    `/api/contest-front/hall/${id}/draw/${of.id}/receipt?of=${what}`
  const mono = (value: string | null) => <span className="mono hash">{value ?? '—'}</span>
  return (
    <Card
      title={t('contestFinal.drawNumber', { n: of.number })}
      extra={
        <Chip meaning={of.state === 'drawn' ? 'ok' : 'seal'}>{t(`contestFinal.drawState.${of.state}`)}</Chip>
      }
    >
      <div className="stack">
        {of.verified && (
          <div className="row wrap">
            {PARTS.map((part) => (
              <Chip key={part} meaning={of.verified?.[part] ? 'ok' : 'no'}>
                {t(`contestFinal.verified.${part}`)}
              </Chip>
            ))}
          </div>
        )}
        <Facts
          one
          rows={[
            { key: 'id', name: t('contestFinal.drawId'), value: mono(of.id) },
            { key: 'at', name: t('contestFinal.drawnAt'), value: <When at={of.drawnAt} /> },
            { key: 'algorithm', name: t('contestFinal.algorithm'), value: mono(HASHES[of.algorithm]) },
            { key: 'commit', name: t('contestFinal.commitment'), value: mono(of.commit) },
            { key: 'seed', name: t('contestFinal.seed'), value: mono(of.seed) },
            {
              key: 'root',
              name: t('contestFinal.root'),
              value: (
                <>
                  {mono(of.root)} {of.size !== null && t('contestFinal.rootAt', { size: of.size })}
                </>
              ),
            },
            {
              key: 'words',
              name: t('contestFinal.words'),
              value:
                of.words.length === 0
                  ? '—'
                  : of.words.map((one) => `${nameOf(one.teamId)}: ${one.word}`).join(' · '),
            },
            ...(of.reason ? [{ key: 'reason', name: t('common.reason'), value: of.reason }] : []),
          ]}
        />
        {of.places.length > 0 && (
          <ol>
            {of.places.map((team) => (
              <li key={team}>
                {nameOf(team)} <span className="faint mono hash">{team}</span>
              </li>
            ))}
          </ol>
        )}
        <div className="row wrap">
          {of.commitLeaf !== null && <a href={receipt('commitment')}>{t('contestFinal.receiptCommit')}</a>}
          {of.leaf !== null && <a href={receipt('draw')}>{t('contestFinal.receiptDraw')}</a>}
        </div>
      </div>
    </Card>
  )
}
