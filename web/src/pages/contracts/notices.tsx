import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useNotices } from '../../api/notices.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { NoticeLine } from '../notices/notice-line.tsx'

/** What the provider was told of, last first. */
export function Notices({ contractId }: { readonly contractId: string }) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('notice.title')}
      extra={<Link to={`/notices?contractId=${contractId}`}>{t('common.all')}</Link>}
    >
      <Loaded of={useNotices({ contractId, limit: 5 })}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('notice.noneHere')}</p>
          ) : (
            <ul className="items">
              {items.map((one) => (
                <NoticeLine key={one.id} notice={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
