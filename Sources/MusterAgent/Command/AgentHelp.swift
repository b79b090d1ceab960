/// What `muster-agent --help` prints.
package enum AgentHelp {
    package static let text = """
        Muster's agent: looks at the host that it runs on, and under `serve` acts on it as it is told.
        It opens no port.

        usage: muster-agent VERB [options]

        verbs:
          survey    print what runs on this host, as one JSON document
          sample    print this host's metrics, as one JSON document
          version   print the agent's version
          serve     answer a controller on standard input and output, one JSON line each

        options of survey and sample:
          --pretty            print one element per line
        options of survey:
          --kind-file FILE    look for the service kind in this JSON file, or for the list of kinds;
                              may be given several times (default: the built-in kind antnode)

        exit codes: 0 done, 1 failed, 2 the command line or a file that it names is wrong
        """
}
