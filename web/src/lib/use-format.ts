import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as format from './format.ts'
import { usePrefs } from './prefs.ts'

export interface Both {
  readonly zh: string
  readonly en: string
}

/** Everything a page needs to say things in the reader's way. */
export function useFormat() {
  const { language, numbers } = usePrefs()
  const { t } = useTranslation()
  return useMemo(() => {
    const style = { language, numbers }
    return {
      t,
      language,
      number: (value: number, digits = 0) => format.number(value, style, digits),
      relative: (ms: number) => format.relative(ms, Date.now(), language),
      /** The sentence in the reader's language. */
      pick: (text: Both) => (language === 'zh' ? text.zh : text.en || text.zh),
      /** A name that comes as two fields, such as `nameZh` and `nameEn`. */
      name: (zh: string | null | undefined, en: string | null | undefined) =>
        (language === 'zh' ? zh || en : en || zh) ?? '',
      /** The title of a column, or nothing where it only repeats the name. */
      columnTitle: ({ name, titleZh, titleEn }: { name: string; titleZh: string; titleEn: string }) => {
        const title = (language === 'zh' ? titleZh || titleEn : titleEn || titleZh).trim()
        return title === name ? '' : title
      },
      list: (items: readonly string[]) => items.join(language === 'zh' ? '、' : ', '),
    }
  }, [language, numbers, t])
}
