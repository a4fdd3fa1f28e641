import { useOwnCard } from '../../api/connector.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Fingerprint } from './fingerprint.tsx'

/** What an officer takes to a platform to register this system there. */
export function OwnSystem() {
  const { t } = useFormat()
  const own = useOwnCard(true)
  return (
    <Card title={t('connector.own')} extra={<span className="faint">{t('connector.ownHint')}</span>}>
      <Loaded of={own}>
        {(card) => (
          <Facts
            one
            rows={[
              { key: 'id', name: t('connector.connectorId'), value: <code>{card.connectorId}</code> },
              { key: 'url', name: t('connector.url'), value: <code>{location.origin}</code> },
              { key: 'key', name: t('connector.publicKey'), value: <code>{card.publicKey}</code> },
              {
                key: 'fingerprint',
                name: t('connector.fingerprint'),
                value: <Fingerprint value={card.fingerprint} />,
              },
              {
                key: 'log',
                name: t('connector.logKey'),
                value: <code className="break">{card.logVkey}</code>,
              },
              { key: 'platform', name: t('connector.platformId'), value: <code>{card.platformId}</code> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
