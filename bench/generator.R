# The inputs of the benchmarks, the same numbers as bench/generator.ts makes.
# MINSTD: s <- (16807 * s) mod 2147483647 (exact in doubles), u = s / 2147483647.
# Standard normal numbers by Box and Muller, in pairs, rounded to 4 decimals; matrices are filled row by row.
uniform <- compiler::cmpfun(function(n, seed) {
  s <- seed
  out <- numeric(n)
  for (i in seq_len(n)) {
    s <- (16807 * s) %% 2147483647
    out[i] <- s / 2147483647
  }
  out
})
normal <- function(n, seed) {
  u <- uniform(2 * ceiling(n / 2), seed)
  a <- u[c(TRUE, FALSE)]
  b <- u[c(FALSE, TRUE)]
  r <- sqrt(-2 * log(a))
  round(as.vector(rbind(r * cos(2 * pi * b), r * sin(2 * pi * b)))[seq_len(n)], 4)
}
normalMatrix <- function(n, p, seed) matrix(normal(n * p, seed), n, p, byrow = TRUE)
labels <- function(eta, seed) as.integer(uniform(length(eta), seed) < plogis(eta))
