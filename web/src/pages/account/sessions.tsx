import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { remove } from '../../api/client.ts'
import { usePeopleChange, useSessions } from '../../api/people.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'

/** Where I am signed in; a session that is not mine to keep is ended here. */
export function Sessions() {
  const { t } = useTranslation()
  const sessions = useSessions()
  const end = usePeopleChange((id: string) => remove(`/me/sessions/${id}`))
  return (
    <Card title={t('account.sessions')}>
      <Loaded of={sessions}>
        {(items) => (
          <ul className="items">
            {items.map((session) => (
              <li key={session.id}>
                <span className="break">
                  {session.agent || t('account.unknownAgent')}
                  <div className="faint">
                    {t('account.since')} <When at={session.createdAt} /> · {t('account.seen')}{' '}
                    <When at={session.seenAt} />
                  </div>
                </span>
                {session.current ? (
                  <span className="chip ok">✓ {t('account.thisOne')}</span>
                ) : (
                  <Button
                    size="small"
                    loading={end.isPending && end.variables === session.id}
                    onClick={() => end.mutate(session.id)}
                  >
                    {t('account.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
