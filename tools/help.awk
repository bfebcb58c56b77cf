# Prints the targets of a Makefile: "##@ Group" opens a group, "target: … ## Sentence" is a line.
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z][a-z-]*:.*## / {
    target = $0; sub(/:.*/, "", target)
    sentence = $0; sub(/.*## /, "", sentence)
    printf "  make %-12s %s\n", target, sentence
}
