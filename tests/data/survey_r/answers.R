# Draws the answers with which estimates are compared: Rscript answers.R > answers.csv
# 240 invented respondents in six strata. "lone" has one respondent, "whole" answered as a whole.
set.seed(20200504)
strata <- c("north", "south", "east", "west", "whole", "lone")
answered <- c(70, 62, 50, 37, 20, 1)
invited <- c(410, 350, 77, 230, 20, 9)
n <- sum(answered)
stratum <- rep(strata, answered)
kind <- sample(1:4, n, replace = TRUE, prob = c(.5, .25, .2, .05))
level <- c(north = 0, south = .4, east = -.3, west = .1, whole = .6, lone = 0)[stratum]
trust <- pmin(5, pmax(1, round(3 + level + .3 * kind + rnorm(n))))
grade <- pmin(10, pmax(4, round(7 + level + rnorm(n) * 1.4)))
euro <- round(exp(rnorm(n, 6 + .2 * kind, 1)), -1)
trust[sample(n, 19)] <- NA
grade[sample(n, 33)] <- NA
euro[sample(n, 60)] <- NA
weight <- round((invited / answered)[match(stratum, strata)] * exp(rnorm(n, 0, .4)), 4)
weight[c(11, 120, 200)] <- 0
tick <- sapply(c(.2, .5, .8), function(p) rbinom(n, 1, plogis(qlogis(p) + level)))
tick[sample(n, 12), ] <- NA
write.csv(
  data.frame(stratum, size = invited[match(stratum, strata)], kind, trust, grade, euro, weight,
             t1 = tick[, 1], t2 = tick[, 2], t3 = tick[, 3]),
  row.names = FALSE, na = "", quote = FALSE
)
