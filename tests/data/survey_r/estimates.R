# Estimates of answers.csv by the R package survey: Rscript estimates.R > expected.csv
# Columns: what was asked (design, item, group, value), then estimate, se and both ends of the 95 % interval.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)
answers <- read.csv("answers.csv")
answers$answered <- with(answers, !is.na(t1) | !is.na(t2) | !is.na(t3))

designs <- list(
  # weight of the file, strata, finite populations
  weighted = svydesign(ids = ~1, strata = ~stratum, fpc = ~size, weights = ~weight, data = answers),
  # the same without weights
  unweighted = svydesign(ids = ~1, strata = ~stratum, fpc = ~size, weights = ~I(weight * 0 + 1), data = answers),
  # sizes of strata as weights
  sizes = svydesign(ids = ~1, strata = ~stratum, fpc = ~size, data = answers),
  # strata of unknown size
  endless = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = answers),
  # no strata
  plain = svydesign(ids = ~1, weights = ~weight, data = answers)
)
rows <- list()
add <- function(design, item, group, value, estimate, se, low, high) {
  rows[[length(rows) + 1]] <<- data.frame(design, item, group, value, estimate = as.numeric(estimate), se = as.numeric(se),
                                          low = as.numeric(low), high = as.numeric(high))
}
of_those_who_answered <- function(design, item) {
  design <- subset(design, !is.na(design$variables[[item]]))
  # A calibrated design keeps the others with weight zero; a number must stand there.
  design$variables[[item]][is.na(design$variables[[item]])] <- 0
  design
}
shares <- function(name, design, item, group, values) {
  design <- of_those_who_answered(design, item)
  for (value in values) {
    design <- update(design, chosen = as.numeric(design$variables[[item]] == value))
    found <- svyciprop(~chosen, design, method = "xlogit", df = degf(design))
    add(name, item, group, value, as.numeric(found), sqrt(attr(found, "var")), attr(found, "ci")[1],
        attr(found, "ci")[2])
  }
}
means <- function(name, design, item, group) {
  design <- of_those_who_answered(design, item)
  found <- svymean(as.formula(paste0("~", item)), design)
  ends <- confint(found, df = degf(design))
  add(name, item, group, "mean", coef(found), SE(found), ends[1], ends[2])
}
everything <- function(name, design) {
  groups <- c(list(all = design), lapply(1:3, function(k) design[design$variables$kind == k, ]))
  names(groups) <- c("all", "1", "2", "3")
  for (group in names(groups)) {
    part <- groups[[group]]
    shares(name, part, "trust", group, 2:5)
    means(name, part, "trust", group)
    means(name, part, "grade", group)
    means(name, part, "euro", group)
    for (item in c("t1", "t2", "t3")) shares(name, part, item, group, 1)
  }
}
for (name in names(designs)) everything(name, designs[[name]])

# Raking to known totals by rake(). The standard errors are those that the package gives a design calibrated to the same
# totals: its record of the calibration (class greg_calibration) is filled in by hand, since calibrate() needs MASS.
answers$start <- ifelse(answers$weight > 0, answers$weight, 1)
base <- svydesign(ids = ~1, strata = ~stratum, fpc = ~size, weights = ~start, data = answers)
totals_kind <- data.frame(kind = 1:4, Freq = c(500, 320, 216, 60))
totals_stratum <- data.frame(stratum = c("north", "south", "east", "west", "whole", "lone"),
                             Freq = c(410, 350, 77, 230, 20, 9))
raked <- rake(base, list(~kind, ~stratum), list(totals_kind, totals_stratum),
              control = list(maxit = 1000, epsilon = 1e-11))
write.csv(data.frame(weight = weights(raked)), "raked.csv", row.names = FALSE, quote = FALSE)
root <- sqrt(weights(base))
factor <- weights(raked) / weights(base)
calibrated <- base
calibrated$prob <- base$prob / factor
record <- list(qr = qr(model.matrix(~ factor(kind) + factor(stratum), answers) * root), w = factor * root,
               stage = 0, index = NULL)
class(record) <- c("greg_calibration", "gen_raking")
calibrated$postStrata <- list(record)
everything("raked", calibrated)

# Independence of trust (at least 3) and kind: Rao and Scott, second order.
for (name in c("weighted", "unweighted", "plain")) {
  # svychisq() counts respondents of weight zero in its degrees of freedom, degf() does not; they are left out.
  design <- subset(designs[[name]], !is.na(trust))
  design <- design[weights(design) > 0, ]
  test <- svychisq(~trust + kind, design, statistic = "F")
  add(name, "trust ~ kind", "", "test", test$statistic, test$parameter[1], test$parameter[2], test$p.value)
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE)
versions <- c(R.version.string, paste("survey", packageVersion("survey")))
writeLines(versions, "versions.txt")
