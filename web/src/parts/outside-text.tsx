import { useTranslation } from 'react-i18next'
import { Copy } from './copy.tsx'

/** A text that is signed outside, with a key that the body keeps, and how. */
export function OutsideText({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <div className="row">
        <b>{t('bodyKey.text')}</b>
        <Copy text={text} />
      </div>
      <code className="break">{text}</code>
      <p className="faint">{t('bodyKey.textHint')}</p>
      <details>
        <summary className="faint">{t('bodyKey.how')}</summary>
        <p className="faint">{t('bodyKey.howFile')}</p>
        <code className="break">{`printf %s '${text}' > text && openssl pkeyutl -sign -inkey key.pem -rawin -in text | base64 -w 0`}</code>
        <p className="faint">{t('bodyKey.howPublic')}</p>
        <code className="break">
          {'openssl pkey -in key.pem -pubout -outform DER | tail -c 32 | base64 -w 0'}
        </code>
        <p className="faint">{t('bodyKey.howSm2')}</p>
      </details>
    </div>
  )
}
