import { QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router'
import { createQueryClient } from '../api/query.ts'
import { showLanguage } from '../i18n/i18n.ts'
import { usePrefs } from '../lib/prefs.ts'
import { antdTheme, useScheme } from '../lib/theme.ts'
import { createRouter } from './router.tsx'

/** Everything that all pages stand on: texts, theme, data, routes. */
export function Portal() {
  const { language } = usePrefs()
  const scheme = useScheme()
  const [router] = useState(createRouter)
  const [client] = useState(() => {
    const made = createQueryClient(() => made.setQueryData(['session'], null))
    return made
  })
  useEffect(() => void showLanguage(language), [language])
  return (
    <ConfigProvider
      theme={antdTheme(scheme)}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  )
}
