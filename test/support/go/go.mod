module xinyu.internal/crosscheck

go 1.22

require golang.org/x/mod v0.0.0
