import { Link } from 'react-router'
import { useLiveContests } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'

/** On a judge's desk: the contests whose live defence they judge. Nothing where there is none. */
export function LiveDefences() {
  const { t, name } = useFormat()
  const { data } = useLiveContests()
  if (!data || data.items.length === 0) return null
  return (
    <Card title={t('contestFinal.liveDefences')}>
      <ul className="desk-works">
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to={`/desk/live/${one.id}`}>
              <b>{name(one.titleZh, one.titleEn)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
