import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLoginChallenge } from '../../api/certificates.ts'
import { useCertificateSignIn } from '../../api/session.ts'
import { Prove } from '../../parts/certificate/prove.tsx'
import { Loaded } from '../../parts/loaded.tsx'

export default function CertificateForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation()
  const challenge = useLoginChallenge()
  const signIn = useCertificateSignIn()
  const renew = () => void challenge.refetch()
  return (
    <div className="stack tight">
      <h2>{t('loginCertificate.title')}</h2>
      <Loaded of={challenge} lines={4}>
        {(asked) => (
          <Prove
            challenge={asked}
            confirm={t('loginCertificate.enter')}
            pending={signIn.isPending}
            error={signIn.error}
            onRenew={renew}
            // A text works once, whatever came of it.
            onProof={(proof) => signIn.mutate(proof, { onError: renew })}
          />
        )}
      </Loaded>
      <Button type="text" block onClick={onBack}>
        {t('loginCertificate.back')}
      </Button>
    </div>
  )
}
