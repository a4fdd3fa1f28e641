import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCertificateDoor } from '../../api/certificates.ts'
import { Bones } from '../../parts/empty.tsx'
import { PasswordForm } from './password-form.tsx'

const CertificateForm = lazy(() => import('./certificate-form.tsx'))

/** By password, or by certificate where the space takes them. */
export function WaysIn() {
  const { t } = useTranslation()
  const { data: door } = useCertificateDoor()
  const [byCertificate, setByCertificate] = useState(false)
  if (byCertificate)
    return (
      <Suspense fallback={<Bones lines={5} />}>
        <CertificateForm onBack={() => setByCertificate(false)} />
      </Suspense>
    )
  return (
    <div className="stack tight">
      <PasswordForm />
      {door?.on && (
        <Button type="text" block onClick={() => setByCertificate(true)}>
          {t('signin.byCertificate')}
        </Button>
      )}
    </div>
  )
}
