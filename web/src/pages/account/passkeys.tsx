import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNewPasskey } from '../../api/passkey.ts'
import { post } from '../../api/client.ts'
import { usePasskeys, usePeopleChange } from '../../api/people.ts'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { AskPassword } from './ask-password.tsx'

interface Props {
  /** Before the first entry: keys cannot be listed yet, and the password was given a moment ago. */
  readonly pending: boolean
  readonly onAdded: (recoveryCodes: readonly string[]) => void
}

type Asking = { readonly add: string } | { readonly remove: string } | null

export function Passkeys({ pending, onAdded }: Props) {
  const { t } = useTranslation()
  const keys = usePasskeys()
  const [label, setLabel] = useState('')
  const [asking, setAsking] = useState<Asking>(null)
  const add = useNewPasskey()
  const remove = usePeopleChange(({ id, password }: { id: string; password: string }) =>
    post(`/me/passkeys/${id}/remove`, { password }),
  )
  const supported = typeof PublicKeyCredential !== 'undefined'
  const create = (password?: string) =>
    add.mutate(
      { label: label.trim(), password },
      {
        onSuccess: (codes) => {
          setLabel('')
          onAdded(codes)
        },
        onSettled: () => setAsking(null),
      },
    )
  const closed = add.error?.name === 'NotAllowedError'
  return (
    <section className="stack tight">
      <h3>{t('account.passkeys')}</h3>
      {(keys.data ?? []).length > 0 && (
        <ul className="items">
          {keys.data!.map((key) => (
            <li key={key.id}>
              <span>
                <b>{key.label}</b> <span className="faint">{t('account.lastUsed')} </span>
                <When at={key.usedAt} />
              </span>
              <Button size="small" onClick={() => setAsking({ remove: key.id })}>
                {t('account.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {supported ? (
        <div className="row">
          <Input
            aria-label={t('account.keyLabel')}
            placeholder={t('account.keyLabel')}
            maxLength={60}
            style={{ maxWidth: 220 }}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
          <Button
            disabled={label.trim() === ''}
            loading={add.isPending}
            onClick={() => (pending ? create() : setAsking({ add: label }))}
          >
            {t('account.addKey')}
          </Button>
        </div>
      ) : (
        <p className="faint">{t('account.noKeys')}</p>
      )}
      {add.error && !closed ? <Problem error={add.error} /> : null}
      <AskPassword
        open={asking !== null}
        pending={add.isPending || remove.isPending}
        error={remove.error}
        onClose={() => setAsking(null)}
        onConfirm={(password) => {
          if (asking && 'remove' in asking)
            remove.mutate(
              { id: asking.remove, password },
              { onSuccess: () => (setAsking(null), onAdded([])) },
            )
          else create(password)
        }}
      />
    </section>
  )
}
