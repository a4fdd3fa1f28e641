import './terms.css'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly text: string
  readonly language: 'zh' | 'en'
}

/** The paragraph that people sign under. Long ones scroll in their frame; focusable, so that a keyboard can. */
export function TermsText({ text, language }: Props) {
  const { t } = useTranslation()
  return (
    <blockquote
      className="terms-text"
      lang={language === 'zh' ? 'zh-CN' : 'en'}
      tabIndex={0}
      aria-label={t('terms.asText')}
    >
      {text}
    </blockquote>
  )
}
