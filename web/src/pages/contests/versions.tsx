import { useVersions } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { inZone } from './moment.ts'

const MOMENT = /\.(?:opensAt|closesAt)$/

/** Every version with its reason and what it changed. */
export function Versions({ id, zone }: { readonly id: string; readonly zone: string }) {
  const { t } = useFormat()
  const say = (where: string, value: string) =>
    value === '' ? '—' : MOMENT.test(where) ? inZone(Number(value), zone) : value
  return (
    <Card title={t('contest.versions')}>
      <Loaded of={useVersions(id)}>
        {({ items }) => (
          <ol className="timeline">
            {items.map((version) => (
              <li key={version.number}>
                <b>{t('contest.versionOf', { number: version.number })}</b> {version.reason}
                {version.differences.length > 0 && (
                  <details>
                    <summary>{t('contest.changes', { count: version.differences.length })}</summary>
                    <ul className="contest-list">
                      {version.differences.map(({ where, before, after }) => (
                        <li key={where} className="break">
                          <code>{where}</code> {say(where, before)} → {say(where, after)}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
                <small>{inZone(version.at, zone)}</small>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Card>
  )
}
