import { useTranslation } from 'react-i18next'
import { Copy } from '../copy.tsx'

const sign = (options: string) =>
  `openssl pkeyutl -sign -inkey key.pem -rawin ${options}-in challenge.txt -out signature.bin`

const COMMANDS = {
  sm2: sign('-digest sm3 -pkeyopt distid:1234567812345678 '),
  ec: sign('-digest sha256 '),
  ed25519: sign(''),
} as const

/** In plain words, for a key device and for a key in a file. */
export function How() {
  const { t } = useTranslation()
  return (
    <details>
      <summary>{t('loginCertificate.how')}</summary>
      <div className="stack tight">
        <p>{t('loginCertificate.howKey')}</p>
        <p>{t('loginCertificate.howFile')}</p>
        {(['sm2', 'ec', 'ed25519'] as const).map((kind) => (
          <div key={kind}>
            <div className="row">
              <b>{t(`loginCertificate.${kind}`)}</b> <Copy text={COMMANDS[kind]} />
            </div>
            <code className="break">{COMMANDS[kind]}</code>
          </div>
        ))}
      </div>
    </details>
  )
}
