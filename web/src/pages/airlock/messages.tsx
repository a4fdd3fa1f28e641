import { Button, Input } from 'antd'
import { useState } from 'react'
import { type AirlockRequest, useMessage } from '../../api/airlock.ts'
import { useColleagueName } from '../../api/colleagues.ts'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

/** Questions and answers about a request. */
export function Messages({ request }: { readonly request: AirlockRequest }) {
  const { t } = useFormat()
  const me = useMe()
  const colleague = useColleagueName()
  const [text, setText] = useState('')
  const send = useMessage(request.id)
  const may = request.may.includes('message')
  if (!may && request.messages.length === 0) return null
  const who = (by: string) =>
    by === me.user.id
      ? me.user.displayName
      : colleague(by, t(by === request.authorId ? 'airlock.someAuthor' : 'airlock.someChecker'))
  return (
    <Card title={t('airlock.messages')}>
      <div className="stack tight">
        {request.messages.length > 0 && (
          <ol className="timeline">
            {request.messages.map((message, place) => (
              <li key={place}>
                <span className="airlock-words">{message.text}</span>
                <small>
                  {who(message.by)} · <When at={message.at} />
                </small>
              </li>
            ))}
          </ol>
        )}
        {may && (
          <>
            <Input.TextArea
              aria-label={t('airlock.message')}
              placeholder={t('airlock.message')}
              rows={2}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div>
              <Button
                size="small"
                disabled={text.trim() === ''}
                loading={send.isPending}
                onClick={() => send.mutate(text.trim(), { onSuccess: () => setText('') })}
              >
                {t('airlock.send')}
              </Button>
            </div>
            {send.error ? <Problem error={send.error} /> : null}
          </>
        )}
      </div>
    </Card>
  )
}
