/** What teams do with a table of some 20,000 settlements of the demo; each cell stands by itself. */
export const SCRIPT: readonly { readonly code: string; readonly language?: 'sql' }[] = [
  {
    code: `import xinyu
setl = xinyu.table('setl_d', ['psn_no', 'med_type', 'medfee_sumamt', 'fund_pay_sumamt', 'setl_time', 'age'], where='rowid <= 20000')
setl.head(20)`,
  },
  {
    code: `setl.groupby('med_type')['medfee_sumamt'].agg(['count', 'sum', 'mean']).reset_index()`,
  },
  {
    code: `select med_type, count(*) n, sum(medfee_sumamt) fen from setl_d where rowid <= 20000 group by med_type order by n desc`,
    language: 'sql',
  },
  {
    code: `both = setl.merge(setl.groupby('psn_no')['medfee_sumamt'].sum().rename('all'), on='psn_no')
both['share'] = both.medfee_sumamt / both['all']
both.share.describe()`,
  },
  {
    code: `from sklearn.linear_model import LogisticRegression
X = setl[['medfee_sumamt', 'fund_pay_sumamt']].fillna(0).astype(float).to_numpy(); X = X / X.max(0).clip(1)
y = (setl.medfee_sumamt > setl.medfee_sumamt.median()).to_numpy()
round(LogisticRegression(max_iter=50).fit(X, y).score(X, y), 3)`,
  },
  {
    code: `import matplotlib.pyplot as plt
setl.groupby('med_type')['medfee_sumamt'].sum().plot()
plt.show()`,
  },
  {
    code: `open('/work/note.txt', 'a').write('x' * 1000)
sorted(word for word in 'a few words'.split())`,
  },
]
