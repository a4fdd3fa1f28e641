import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateProof, Challenge } from '../../api/certificates.ts'
import { downloadText } from '../../lib/download.ts'
import { Copy } from '../copy.tsx'
import { Problem } from '../problem.tsx'
import { When } from '../say.tsx'
import { FileText } from './file-text.tsx'
import { How } from './how.tsx'

interface Props {
  readonly challenge: Challenge
  readonly confirm: string
  readonly pending: boolean
  readonly error: unknown
  readonly onRenew: () => void
  readonly onProof: (proof: CertificateProof) => void
}

/** The text to sign, how, and what comes back: the same for signing in and for binding. */
export function Prove({ challenge, confirm, pending, error, onRenew, onProof }: Props) {
  const { t } = useTranslation()
  const [certificate, setCertificate] = useState('')
  const [signed, setSigned] = useState({ text: '', value: '' })
  // A signature of another text is of no use any more.
  const signature = signed.text === challenge.text ? signed.value : ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onProof({ challenge: challenge.text, certificate, signature })
  }
  return (
    <form className="stack tight" onSubmit={submit}>
      <p className="muted">{t('loginCertificate.intro')}</p>
      <label className="stack tight">
        {t('loginCertificate.text')}
        <Input.TextArea className="mono" readOnly autoSize value={challenge.text} />
      </label>
      <div className="row">
        <Copy text={challenge.text} />
        <Button size="small" onClick={() => downloadText('challenge.txt', challenge.text)}>
          {t('common.download')}
        </Button>
        <Button size="small" onClick={onRenew}>
          {t('loginCertificate.renew')}
        </Button>
      </div>
      <p className="faint">
        {t('loginCertificate.textHint')} {t('loginCertificate.until')} <When at={challenge.expiresAt} />
      </p>
      <How />
      <FileText
        label={t('loginCertificate.certificate')}
        hint={t('loginCertificate.certificateHint')}
        choose={t('loginCertificate.chooseCertificate')}
        value={certificate}
        onChange={setCertificate}
      />
      <FileText
        label={t('loginCertificate.signature')}
        hint={t('loginCertificate.signatureHint')}
        choose={t('loginCertificate.chooseSignature')}
        value={signature}
        onChange={(value) => setSigned({ text: challenge.text, value })}
      />
      {error ? <Problem error={error} /> : null}
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={certificate.trim() === '' || signature.trim() === ''}
        loading={pending}
      >
        {confirm}
      </Button>
    </form>
  )
}
