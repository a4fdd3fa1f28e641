import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { Button } from 'antd'
import { type OwnCertificate, useCertificateChange, useCertificates } from '../../api/certificates.ts'
import { post } from '../../api/client.ts'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { AskPassword } from './ask-password.tsx'
import { BindCertificate } from './bind-certificate.tsx'

/** Certificates that sign me in. Nothing is shown where the space takes none and I have none. */
export function Certificates() {
  const { t } = useTranslation()
  const { data } = useCertificates()
  const [removing, setRemoving] = useState<string | null>(null)
  const remove = useCertificateChange(({ id, password }: { id: string; password: string }) =>
    post(`/me/certificates/${id}/remove`, { password }),
  )
  if (!data || (!data.on && data.items.length === 0)) return null
  return (
    <Card title={t('loginCertificate.mine')}>
      <div className="stack">
        <p className="muted">{t(data.on ? 'loginCertificate.mineHint' : 'loginCertificate.off')}</p>
        {data.items.length > 0 && (
          <ul className="items">
            {data.items.map((one) => (
              <li key={one.id}>
                <Told certificate={one} />
                <Button size="small" onClick={() => setRemoving(one.id)}>
                  {t('account.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {data.on && <BindCertificate />}
      </div>
      <AskPassword
        open={removing !== null}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setRemoving(null)}
        onConfirm={(password) =>
          remove.mutate({ id: removing!, password }, { onSuccess: () => setRemoving(null) })
        }
      />
    </Card>
  )
}

function Told({ certificate }: { readonly certificate: OwnCertificate }) {
  const { t } = useTranslation()
  const { label, subject, issuer, algorithm, notAfter, usedAt } = certificate
  return (
    <span className="break">
      <b>{label}</b> <span className="faint">{algorithm.toUpperCase()}</span>
      <div>{subject}</div>
      <div className="faint">
        {t('loginCertificate.issuer')} {issuer}
      </div>
      <div className="faint">
        {t('loginCertificate.validUntil')} <When at={notAfter} /> · {t('loginCertificate.lastUsed')}{' '}
        <When at={usedAt} />
      </div>
    </span>
  )
}
