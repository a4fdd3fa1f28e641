import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ContractFile } from '../../api/contracts.ts'
import type { ContractView } from '../../api/types.ts'
import { Card } from '../../parts/page.tsx'
import { Hash } from '../../parts/say.tsx'

const Qr = lazy(() => import('../account/qr.tsx'))

/** The contract to take along, in each of its forms, and the code by which anybody can verify it. */
export function Documents({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  const files: readonly ContractFile[] = [
    'pdf',
    'odrl',
    'tc609',
    ...(contract.filedAt === null ? [] : (['receipt'] as const)),
    ...(contract.destroyedAt === null ? [] : (['destruction'] as const)),
  ]
  return (
    <Card title={t('contract.documents')}>
      <ul className="items">
        {files.map((file) => (
          <li key={file}>
            <a
              href={`/api/contracts/${contract.id}/${file}`}
              download={file === 'tc609' ? `${contract.number}.tc609.json` : true}
            >
              {t(`contract.file.${file}`)}
            </a>
            <span className="faint">{t(`contract.fileHint.${file}`)}</span>
          </li>
        ))}
        {contract.verificationCode && (
          <li>
            <Link to={`/verify-contract?code=${contract.verificationCode}`}>{t('contract.verifyCode')}</Link>
            <Hash value={contract.verificationCode} length={32} />
          </li>
        )}
      </ul>
      {contract.verificationCode && (
        <figure className="verify-qr">
          <Suspense fallback={null}>
            <Qr
              text={`${location.origin}/verify-contract?code=${contract.verificationCode}`}
              label={t('contract.verifyCode')}
            />
          </Suspense>
          <figcaption className="faint">{t('contract.verifyHint')}</figcaption>
        </figure>
      )}
    </Card>
  )
}
