import { useMessages } from '../../api/connector.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Mark } from './marks.tsx'

/** What was said last, and what waits to be said: a system that does not answer is seen here. */
export function Messages() {
  const { t } = useFormat()
  const messages = useMessages()
  return (
    <Card title={t('connector.messages')}>
      <Loaded of={messages}>
        {({ items }) => (
          <Table
            caption={t('connector.messages')}
            dense
            rows={items}
            rowKey={(_, index) => String(index)}
            empty={<Empty title={t('connector.noMessages')} hint={t('connector.noMessagesHint')} />}
            columns={[
              {
                key: 'what',
                title: t('connector.message'),
                cell: (row) => (
                  <>
                    {t(`connector.direction.${row.direction}`)} <code>{row.interface}</code>
                    <div className="faint">{t(`connector.says.${row.interface}`)}</div>
                  </>
                ),
              },
              {
                key: 'state',
                title: t('connector.state'),
                cell: (row) => (
                  <>
                    <Mark value={row.state} />
                    {row.error && (
                      <div className="faint">
                        {t('connector.tried', { count: row.tries })} {row.error}
                      </div>
                    )}
                  </>
                ),
              },
              { key: 'at', title: t('connector.at'), cell: (row) => <When at={row.at} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
