import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KeyRequest, useRecoveryPhrase } from '../../api/keys.ts'
import { useHasRole } from '../../api/session.ts'
import { Problem } from '../../parts/problem.tsx'

/** The server asks for as much. */
const LEAST = 12

/** The recovery file opens with both officers' passphrases; each types the own one, and none sees the other's. */
interface RecoveryProps {
  readonly id: string
  readonly of: NonNullable<KeyRequest['recovery']>
}

/** The recovery file opens with both officers’ passphrases; each types the own one, and none sees the other's. */
export function Recovery({ id, of }: RecoveryProps) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [open, setOpen] = useState(false)
  const { mine, other, ready } = of
  const officer = has('security_officer', 'system_administrator')
  return (
    <span className="row">
      <span className="muted">
        {t(ready ? 'keys.recoveryReady' : mine || other ? 'keys.recoveryHalf' : 'keys.recoveryNone')}
      </span>
      {officer && !mine && !ready && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('keys.setPhrase')}
        </Button>
      )}
      {officer && ready && (
        <a className="anchor" href={`/api/keys/requests/${id}/recovery`} download>
          {t('keys.downloadRecovery')}
        </a>
      )}
      {open && <Phrase id={id} onClose={() => setOpen(false)} />}
    </span>
  )
}

function Phrase({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [one, setOne] = useState('')
  const [two, setTwo] = useState('')
  const send = useRecoveryPhrase()
  const differ = two !== '' && one !== two
  return (
    <Modal
      open
      title={t('keys.setPhrase')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: one.length < LEAST || one !== two, loading: send.isPending }}
      onOk={() => send.mutate({ id, passphrase: one }, { onSuccess: onClose })}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('keys.phraseWhy', { least: LEAST })}</p>
        <label htmlFor="phrase-one">{t('keys.phrase')}</label>
        <Input.Password
          id="phrase-one"
          value={one}
          autoComplete="new-password"
          onChange={(event) => setOne(event.target.value)}
        />
        <label htmlFor="phrase-two">{t('keys.phraseAgain')}</label>
        <Input.Password
          id="phrase-two"
          value={two}
          autoComplete="new-password"
          onChange={(event) => setTwo(event.target.value)}
        />
        {differ && (
          <p className="no" role="alert">
            {t('keys.phraseDiffers')}
          </p>
        )}
        {send.error ? <Problem error={send.error} /> : null}
      </div>
    </Modal>
  )
}
