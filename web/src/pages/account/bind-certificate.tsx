import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CertificateProof, type Challenge, useCertificateChange } from '../../api/certificates.ts'
import { post } from '../../api/client.ts'
import { Prove } from '../../parts/certificate/prove.tsx'
import { AskPassword } from './ask-password.tsx'

/** The password, a text that the key signs, and the certificate is bound. */
export function BindCertificate() {
  const { t } = useTranslation()
  const [label, setLabel] = useState('')
  const [asking, setAsking] = useState(false)
  const begin = useMutation({
    mutationFn: (password: string) => post<Challenge>('/me/certificates/challenge', { password }),
    onSuccess: () => setAsking(false),
  })
  const bind = useCertificateChange((proof: CertificateProof) =>
    post<{ id: string }>('/me/certificates', { ...proof, label: label.trim() }),
  )
  const ask = () => {
    begin.reset()
    setAsking(true)
  }
  return (
    <div className="stack tight">
      <div className="row">
        <Input
          aria-label={t('loginCertificate.label')}
          placeholder={t('loginCertificate.label')}
          maxLength={60}
          style={{ maxWidth: 220 }}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Button disabled={label.trim() === ''} onClick={ask}>
          {t('loginCertificate.bind')}
        </Button>
      </div>
      {bind.isSuccess && (
        <p className="ok" role="status">
          ✓ {t('loginCertificate.bound')}
        </p>
      )}
      {begin.data && (
        <Prove
          challenge={begin.data}
          confirm={t('loginCertificate.bindNow')}
          pending={bind.isPending}
          error={bind.error}
          onRenew={ask}
          onProof={(proof) =>
            bind.mutate(proof, {
              onSuccess: () => {
                begin.reset()
                setLabel('')
              },
            })
          }
        />
      )}
      <AskPassword
        open={asking}
        pending={begin.isPending}
        error={begin.error}
        onClose={() => setAsking(false)}
        onConfirm={(password) => begin.mutate(password)}
      />
    </div>
  )
}
