import './desk.css'
import { type DeskRound, useDesk } from '../../api/contest-desk.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { LiveDefences } from '../contest-final/lives.tsx'
import { Bar } from '../../parts/progress.tsx'
import { When } from '../../parts/say.tsx'

/** The rounds in which the reader judges, the one that closes first on top. */
export function Component() {
  const { t } = useFormat()
  return (
    <Page
      title={t('contestDesk.title')}
      sub={t('contestDesk.about')}
      actions={<LinkButton to="/desk/panels">{t('contestDesk.declare')}</LinkButton>}
    >
      <Loaded of={useDesk()}>
        {({ items }) => (
          <div className="stack">
            <LiveDefences />
            {items.length === 0 ? (
              <Empty title={t('contestDesk.noRounds')} hint={t('contestDesk.noRoundsHint')} />
            ) : (
              items.map((one) => <RoundCard key={`${one.contestId} ${one.round}`} of={one} />)
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function RoundCard({ of }: { readonly of: DeskRound }) {
  const { t, name } = useFormat()
  const told = t('contestDesk.progress', { done: exact(of.submitted), all: exact(of.works) })
  return (
    <Card
      title={name(of.titleZh, of.titleEn)}
      extra={
        <Chip meaning={of.opening === 'open' && !of.frozen ? 'ok' : 'none'}>
          {t(of.frozen ? 'contestDesk.frozen' : `contestDesk.opening.${of.opening}`)}
        </Chip>
      }
    >
      <div className="stack tight">
        <p className="muted">{name(of.contestZh, of.contestEn)}</p>
        <p>
          {t('contestDesk.until')} <When at={of.closesAt} />
        </p>
        <Bar share={of.works === 0 ? 0 : of.submitted / of.works} label={told} />
        <p className="muted">
          {told}
          {of.drafts > 0 && ` · ${t('contestDesk.drafts', { count: of.drafts })}`}
        </p>
        {of.reminded && <p className="why warn">{t('contestDesk.reminded')}</p>}
        {!of.declared && <p className="why warn">{t('contestDesk.undeclared')}</p>}
        <div className="row">
          <LinkButton primary to={`/desk/${of.contestId}/${of.round}`}>
            {t('contestDesk.open')}
          </LinkButton>
          {!of.declared && <LinkButton to="/desk/panels">{t('contestDesk.declare')}</LinkButton>}
        </div>
      </div>
    </Card>
  )
}
